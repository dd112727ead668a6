// @ts-check
import { tablesOf } from "./rows.mjs";

// @ts-check

/**
 * Microsoft's days on which base models and training of them end, against the statuses of the file. A model of the file
 * is found by its name; of several versions the one that an alias names.
 *
 * @source https://github.com/MicrosoftDocs/azure-ai-docs articles/foundry/openai/includes/concepts-model-retirement-schedule-content.md (2026-07-07)
 * @param {string} text
 * @param {Record<string, any>} file
 * @returns {string[]} What differs.
 */
export function checkMicrosoftRetirements(text, file) {
  const tables = tablesOf(text).map(([head = [], ...lines]) =>
    lines.map((line) => Object.fromEntries(head.map((name, at) => [name, line[at]?.replaceAll("`", "") ?? ""]))),
  );
  const rows = tables.flat().filter((row) => row["Model"] !== undefined && row["Version"] !== undefined);
  if (!rows.some((row) => row["Training retirement date"] !== undefined))
    throw new Error("no table in it has the known shape");
  return file["models"].flatMap((/** @type {any} */ { id, aliases = [], status = [] }) => {
    const own = rows.filter((row) => row["Model"] === id);
    const [base, tuned] = ["Retirement date", "Training retirement date"].map((column) => {
      const fits = own.filter((row) => row[column] !== undefined);
      return (
        fits.find((row) => aliases.includes(`${id}-${row["Version"]}`)) ?? (fits.length === 1 ? fits[0] : undefined)
      );
    });
    // Once the base is retired only who has tuned it before may go on, until the training ends.
    return [
      ["closed_to_new_customers", "the base is retired", base?.["Retirement date"]],
      ["inference_off", "tuned models stop answering", tuned?.["Deployment retirement date"]],
    ].flatMap(([kind, what, said]) => {
      const day = /^\d{4}-\d{2}-\d{2}$/u.exec(said ?? "")?.[0];
      const known = status.find((/** @type {any} */ one) => one.kind === kind)?.from;
      return day === undefined || day === known || tuned === undefined
        ? []
        : [`${file["provider"]} ${id}: ${what} on ${day}, the file has ${known ?? "no such day"}.`];
    });
  });
}

// @ts-check
/**
 * Fireworks' catalogue of what can be tuned: a data block in the page's text, one object a model, in which each way to
 * tune it is a field that is true or false.
 *
 * @source https://docs.fireworks.ai/fine-tuning/models.md (a copy of 2026-08-28)
 * @param {string} text
 * @returns {import("./lists.mjs").Listing[]}
 */
export function readFireworksModels(text) {
  const models = text
    .split(/\{\s*"model":/u)
    .slice(1)
    .flatMap((entry) => {
      const id = /"id": "([^"]+)"/u.exec(entry)?.[1];
      const is = (/** @type {string} */ field) => new RegExp(`"${field}": true`, "u").test(entry);
      return id === undefined ? [] : [{ name: `accounts/fireworks/models/${id}`, is }];
    });
  const lists = /** @type {const} */ ([
    [
      ["sft-lora", "dpo-lora"],
      ["managedSftLora", "managedDpoLora"],
    ],
    [["sft-full", "dpo-full"], ["supervisedFullParameterTunable"]],
    [["rft"], ["rftLoraManaged"]],
    [["sft-lora@serverless"], ["hasServerless"]],
  ]);
  return lists.flatMap(([of, fields]) => {
    const named = models.filter(({ is }) => fields.every(is)).map(({ name }) => name);
    return named.length > 0 ? [{ of, models: named }] : [];
  });
}

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
