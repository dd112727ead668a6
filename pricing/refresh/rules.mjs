// @ts-check
/**
 * What Fireworks' cookbook says of how a job is counted, against the rules of the file. It prints no price on purpose.
 *
 * @source https://github.com/fw-ai/cookbook skills/configure/references/cost-estimation.md (September 2026)
 * @param {string} text
 * @param {Record<string, any>} file
 * @returns {string[]} What differs.
 */
export function checkFireworksRules(text, file) {
  const pair = /^pair_tokens = (.+)$/mu.exec(text)?.[1]?.trim();
  const [, low, high] = /^planning_range = total_cost × \[([\d.]+), ([\d.]+)\]$/mu.exec(text) ?? [];
  if (pair === undefined || low === undefined || high === undefined)
    throw new Error("no rule in it has the known shape");
  return file["defaults"].offers.flatMap((/** @type {any} */ { method, billing }) => {
    const rule = (/** @type {string} */ tag) => billing.find((/** @type {any} */ one) => one.tag === tag);
    const band = rule("band");
    const twice = pair === "2P + C + R";
    return [
      ...(band !== undefined && (band.low !== Number(low) || band.high !== Number(high))
        ? [
            `fireworks ${method}: the cookbook plans with ${low} to ${high} times the centre, the file with ${band.low} to ${band.high}.`,
          ]
        : []),
      ...(method.startsWith("dpo") && (rule("prompt_twice") !== undefined) !== twice
        ? [
            `fireworks ${method}: the cookbook counts a pair as ${pair}, the file bills its prompt ${twice ? "once" : "twice"}.`,
          ]
        : []),
    ];
  });
}
