// @ts-check
import { tablesOf } from "./rows.mjs";

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
