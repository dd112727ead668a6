// @ts-check
import { tablesOf } from "./rows.mjs";

/**
 * Readers of the lists of what can be tuned. Each knows one shape, cited in its comment.
 *
 * @typedef {object} Listing What one list of a source says.
 * @property {readonly string[]} models Names as printed; `NAME:method[@variant]` for one way to tune it.
 * @property {readonly string[]} [of] The methods that it speaks of.
 * @property {string} [among] It speaks of models whose id begins so.
 */

/**
 * Together's page of supported models: a table under each heading, the id in backticks in the column "API ID".
 *
 * @source https://docs.together.ai/docs/fine-tuning/supported-models (a copy of July or August 2026)
 * @param {string} text
 * @returns {Listing[]}
 */
export function readTogetherModels(text) {
  const ways = /** @type {const} */ ([
    ["LoRA fine-tuning", ["sft-lora", "dpo-lora"]],
    ["Full fine-tuning", ["sft-full", "dpo-full"]],
  ]);
  return ways.flatMap(([heading, of]) => {
    const [head, ...rows] = tableUnder(text, heading);
    const place = head?.indexOf("API ID") ?? -1;
    const models = rows.flatMap((row) => /^`(\S+)`$/u.exec(row[place] ?? "")?.[1] ?? []);
    return models.length > 0 ? [{ of, models }] : [];
  });
}

/**
 * Microsoft's table of models: regions, ✅ for global and developer, methods. A way that is sold in every variant stands
 * without one.
 *
 * @source https://github.com/MicrosoftDocs/azure-ai-docs articles/foundry/openai/includes/fine-tune-models.md (2026-04)
 * @param {string} text
 * @returns {Listing[]}
 */
export function readMicrosoftModels(text) {
  const rows = tablesOf(text)
    .filter(([head]) => head?.[0] === "Model ID" && head.includes("Methods"))
    .flatMap(([head = [], ...lines]) =>
      lines.map((line) => Object.fromEntries(head.map((name, at) => [name, line[at] ?? ""]))),
    );
  const models = rows.flatMap((row) => {
    const name = /^`([^`]+)`/u.exec(row["Model ID"] ?? "")?.[1];
    const sold = [
      ["regional", !/not supported/iu.test(row["Standard regions"] ?? "not supported")],
      ["global", row["Global"] === "✅"],
      ["developer", row["Developer"] === "✅"],
    ].flatMap(([variant, is]) => (is === true ? [variant] : []));
    const methods = (row["Methods"] ?? "").toLowerCase().match(/\b(?:sft|dpo|rft)\b/gu) ?? [];
    return name === undefined
      ? []
      : methods.flatMap((method) =>
          sold.length === 3 ? [`${name}:${method}`] : sold.map((variant) => `${name}:${method}@${variant}`),
        );
  });
  return models.length > 0 ? [{ models }] : [];
}

/**
 * Google's page of the tuning API as text: bullets `- [Gemini 3.5 Flash](…)` under "Supported models", the id is the
 * name in lower case with hyphens.
 *
 * @source https://docs.cloud.google.com/gemini-enterprise-agent-platform/reference/models/tuning.md.txt (autumn 2026)
 * @param {string} text
 * @returns {Listing[]}
 */
export function readGoogleTuning(text) {
  const part = /supervised fine-tuning on the following Gemini models:([\s\S]*?)(?:\n#+ (?!Click)|\n[^\s#-])/u.exec(
    text,
  )?.[1];
  const models = [...(part ?? "").matchAll(/^- \[(Gemini [^\]]+)\]/gmu)].map(([, name = ""]) =>
    name.toLowerCase().replaceAll(" ", "-"),
  );
  return models.length > 0 ? [{ of: ["sft"], among: "gemini-", models }] : [];
}

/** The first table under a heading: its head and its rows. @param {string} text @param {string} heading */
function tableUnder(text, heading) {
  const [, after = ""] = text.split(new RegExp(`^#+ ${heading}\\s*$`, "mu"));
  return tablesOf(after.split(/^#+ /mu)[0] ?? "")[0] ?? [];
}
