import type { Question } from "@tunecast/estimator";

/** The command that asks the same question; `file` where a file was counted, `ownPrices` with own prices, `offer` for that alone. */
export function commandText(question: Question, file: string | null, ownPrices?: string, offer?: string): string {
  const { job, traffic, alternative, asOf } = question;
  const options: readonly (readonly [name: string, value: string | number | undefined])[] = [
    ["examples", "profile" in job ? undefined : job.examples],
    ["tokens-per-example", "profile" in job ? undefined : job.tokensPerExample],
    ["epochs", job.epochs],
    ["requests", traffic?.requestsPerMonth],
    ["input-tokens", traffic?.inputTokens],
    ["cached-input-tokens", traffic?.cachedInputTokens],
    ["output-tokens", traffic?.outputTokens],
    ["months", traffic?.months],
    ["alternative", alternative?.kind],
    ["extra-input-tokens", alternative?.extraInputTokens],
    ["alternative-monthly-cost", alternative?.monthlyCost],
    ["as-of", asOf],
    ["model", offer],
  ];
  const given = options.flatMap(([name, value]) => (value === undefined ? [] : [`--${name} ${plain(value)}`]));
  const book = ownPrices === undefined ? [] : [`--own-prices ${quoted(ownPrices)}`];
  return ["npx tunecast estimate", ...(file === null ? [] : [quoted(file)]), ...given, ...book].join(" \\\n  ");
}

/** The library call that asks the same question. */
export function libraryText(question: Question): string {
  const { job, prices: _prices, ...rest } = question;
  const { profile, ...options } = job as typeof job & { profile?: unknown };
  const body = JSON.stringify({ ...rest, job: { ...(profile !== undefined && { profile: "…" }), ...options } }, null, 2)
    .replaceAll(/^(\s*)"([a-zA-Z]+)":/gmu, "$1$2:")
    .replace('profile: "…"', "profile")
    .replace(/^\{/u, "{\n  prices,");
  return [
    'import { estimate } from "@tunecast/estimator";',
    'import { prices } from "@tunecast/pricing";',
    "",
    `const answer = estimate(${body});`,
  ].join("\n");
}

/** Digits without an exponent, as the command reads them. */
function plain(value: string | number): string {
  return typeof value === "number" && Math.abs(value) >= 1e21 ? BigInt(Math.round(value)).toString() : String(value);
}

/** A file name as one word of a shell. */
function quoted(name: string): string {
  return /^[\w./@%+-]+$/u.test(name) && !name.startsWith("-") ? name : `'${name.replaceAll("'", String.raw`'\''`)}'`;
}
