// @ts-check
import { readFile, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { line, priceFileText } from "./refresh/format.mjs";
import { propose, proposeLists } from "./refresh/propose.mjs";
import { leftOut, sources } from "./refresh/sources.mjs";

const usage = `node pricing/refresh.mjs [--only tinker,aws] [--write]

Compares public machine-readable price lists with the price files and prints what it would append.
  --only   ids of sources: ${sources.map(({ id }) => id).join(", ")}
  --write  append it to the files (old rates are never touched)`;

/** @typedef {{ id: string, file: string, additions: { where: string, text: string, changed: boolean, before?: string }[], discrepancies: string[], failure?: string }} Report */

/**
 * Reads the sources one after the other; one that fails is reported and the others go on. `from` is a server that has each
 * address, percent-encoded, as its path.
 *
 * @param {{ files: URL, today: string, only?: readonly string[] | undefined, from?: string | undefined, write?: boolean | undefined }} options
 * @returns {Promise<Report[]>}
 */
export async function refresh({ files, today, only, from, write = false }) {
  /** @type {Report[]} */
  const reports = [];
  for (const source of sources.filter(({ id }) => only === undefined || only.includes(id))) {
    const at = new URL(source.file, files);
    const content = JSON.parse(await readFile(at, "utf8"));
    const before = JSON.stringify(content);
    try {
      const texts = [];
      for (const address of source.addresses(content))
        texts.push(await textOf(from === undefined ? address : `${from}/${encodeURIComponent(address)}`));
      const { proposals, discrepancies } = findingsOf(source, content, texts, today);
      reports.push({ id: source.id, file: source.file, additions: placed(proposals), discrepancies });
      if (write && proposals.length > 0) await writeFile(at, priceFileText({ ...content, checked: today }));
    } catch (cause) {
      if (before !== JSON.stringify(content)) throw cause;
      const failure = cause instanceof Error ? cause.message : "unknown";
      reports.push({ id: source.id, file: source.file, additions: [], discrepancies: [], failure });
    }
  }
  return reports;
}

/** Puts what is proposed into its lists, and tells it as lines. @param {import("./refresh/propose.mjs").Findings["proposals"]} proposals */
function placed(proposals) {
  return proposals.map(({ where, list, rate, changed, before }) => {
    if (before === undefined) list.push(rate);
    else list.splice(list.indexOf(before), 1, rate);
    return { where, text: line(rate), changed, ...(before && { before: line(before) }) };
  });
}

/**
 * What the pages of a source say against its file.
 *
 * @param {import("./refresh/sources.mjs").Source} source
 * @param {Record<string, any>} file
 * @param {readonly string[]} texts
 * @param {string} today
 * @returns {import("./refresh/propose.mjs").Findings}
 */
function findingsOf(source, file, texts, today) {
  const { read, lists, check } = source;
  const readings = read === undefined ? [] : texts.flatMap((text) => read(text));
  const listings = lists === undefined ? [] : texts.flatMap((text) => lists(text));
  if (check === undefined && readings.length + listings.length === 0)
    throw new Error("nothing in it has the known shape");
  const parts = [
    ...(readings.length > 0 ? [propose(source, file, readings, today)] : []),
    ...(listings.length > 0 ? [proposeLists(source, file, listings, today)] : []),
  ];
  return {
    proposals: parts.flatMap(({ proposals }) => proposals),
    discrepancies: [
      ...parts.flatMap(({ discrepancies }) => discrepancies),
      ...(check === undefined ? [] : texts.flatMap((text) => check(text, file))),
    ],
  };
}

/** @param {string} address */
async function textOf(address) {
  const response = await fetch(address, { signal: AbortSignal.timeout(60_000) });
  if (!response.ok) throw new Error(`${address}: HTTP ${response.status}`);
  return response.text();
}

/** The additions as a diff, then what a person should look into. @param {readonly Report[]} reports */
export function reportText(reports) {
  const diffs = reports
    .filter(({ additions }) => additions.length > 0)
    .map(({ file, additions }) =>
      [
        `--- pricing/${file}`,
        `+++ pricing/${file}`,
        ...additions.flatMap(({ where, text, changed, before }) => [
          `@@ ${where}${changed ? "" : " (unchanged, seen again)"} @@`,
          ...(before === undefined ? [] : [`-        ${before}`]),
          `+        ${text}`,
        ]),
      ].join("\n"),
    );
  const notes = reports.flatMap(({ id, discrepancies, failure }) => [
    ...discrepancies,
    ...(failure === undefined ? [] : [`${id}: not read (${failure}).`]),
  ]);
  return [...diffs, ["Look into:", ...notes, ...leftOut.map((reason) => `left out, ${reason}`)].join("\n")].join(
    "\n\n",
  );
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { values } = parseArgs({
    options: { only: { type: "string" }, write: { type: "boolean" }, help: { type: "boolean" } },
  });
  const only = values.only?.split(",");
  const stranger = only?.find((id) => !sources.some((source) => source.id === id));
  const wrong = stranger && `Got --only ${stranger}, which is none of ${sources.map(({ id }) => id).join(", ")}.`;
  if (wrong !== undefined || values.help === true) {
    console.log(wrong ?? usage);
    process.exitCode = wrong === undefined ? 0 : 2;
  } else {
    const today = new Date().toISOString().slice(0, 10);
    const reports = await refresh({ files: new URL("./", import.meta.url), today, write: values.write, only });
    console.log(reportText(reports));
    process.exitCode = reports.some(({ failure }) => failure !== undefined) ? 1 : 0;
  }
}
