// @ts-check
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { seriesOf } from "./compact/current.mjs";
import { copiesIn } from "./backfill/copies.mjs";
import { merged } from "./backfill/merge.mjs";
import { histories } from "./backfill/sources.mjs";
import { priceFileText } from "./refresh/format.mjs";
import { sources } from "./refresh/sources.mjs";

/** Pages that refresh reads for their prices: a dated copy of one says what it said then. */
const pages = sources.filter(({ read }) => read !== undefined);

const usage = `node pricing/backfill.mjs --id aws --git DIR [--write]
node pricing/backfill.mjs --id tinker --copy FILE --day YYYY-MM-DD [--at ADDRESS] [--write]

Reads the history of a public repository (its git directory), or one saved copy of a page, and gives the price file what
was seen on earlier days: the first and the last day of each price, with the copy and its words. Nothing that stands is
changed but for a first day that turns out to be earlier, and the days on which a price was seen.
  --id   with --git: ${histories.map(({ id }) => id).join(", ")}
         with --copy: ${pages.map(({ id }) => id).join(", ")}
  --day  the day that the copy itself states
  --at   where the copy is kept: owner/name@commit:path or an address; that of the page where not given`;

/** @typedef {import("./backfill/merge.mjs").Sighting} Sighting */
/** @typedef {Record<string, any>} Entry */

/** Sightings by what a rate says of itself. @param {import("./backfill/sources.mjs").History} history @param {readonly import("./backfill/copies.mjs").Copy[]} copies */
function sightingsOf(history, copies) {
  return copies.flatMap(({ commit, day, path, text, at }) => {
    const on = history.day?.(text) ?? day;
    return history.read(text).map((seen) => ({
      seen,
      sighting: {
        day: on,
        amount: seen.amount,
        source: at === undefined ? `https://github.com/${history.repository}/blob/${commit}/${path}` : path,
        confidence: history.confidence,
        evidence: {
          copy: at ?? `${history.repository}@${commit}:${path}`,
          day: on,
          quote: seen.quote,
          ...(seen.times !== undefined && { times: seen.times }),
        },
      },
    }));
  });
}

/** The lists of a price file with the names by which a source may call their things. @param {Entry} file @returns {{ names: string[], list: Entry[] }[]} */
function lists(file) {
  if (file["cloud"] !== undefined)
    return [...new Set(file["rates"].map((/** @type {Entry} */ { id }) => id))].map((id) => ({
      names: [String(id)],
      list: file["rates"],
    }));
  return file["models"].map((/** @type {Entry} */ model) => ({
    names: [model["id"], ...(model["aliases"] ?? [])],
    list: model["rates"] ?? [],
  }));
}

/**
 * Machines that the price file lacks and the newest copy still has: their first rates.
 *
 * @param {Entry} file @param {import("./backfill/sources.mjs").History} history @param {ReturnType<typeof sightingsOf>} all
 */
function strangers(file, history, all) {
  const newest = all.at(-1)?.sighting.day;
  return (history.machines ?? []).flatMap(({ region, ...machine }) => {
    if (file["rates"].some((/** @type {Entry} */ { id }) => id === machine.id)) return [];
    const own = all.filter(({ seen }) => seen.name === machine.id && seen.region === region);
    const last = own.findLast(({ sighting }) => sighting.day === newest);
    if (last === undefined) return [`${history.id} ${machine.id}: not in the newest copy`];
    file["rates"].push(...merged([], [last.sighting], { ...machine, region, term: last.seen.term }).rates);
    return [];
  });
}

/**
 * Adds what a history says to a price file.
 *
 * @param {Entry} file @param {import("./backfill/sources.mjs").History} history @param {readonly import("./backfill/copies.mjs").Copy[]} copies
 * @returns {string[]} What was left out, and why.
 */
export function backfill(file, history, copies) {
  /** @type {string[]} */
  const report = [];
  const all = sightingsOf(history, copies);
  report.push(...strangers(file, history, all));
  for (const { names, list } of lists(file)) {
    const own = all.filter(({ seen }) => names.includes(seen.name));
    /** @type {Map<string, Entry>} The standard things of the list that the source may mean. */
    const things = new Map(
      list
        .filter((rate) => rate["service"] === undefined && (rate["id"] === undefined || names.includes(rate["id"])))
        .map((rate) => [seriesOf(/** @type {any} */ (rate)), rate]),
    );
    for (const [series, { kind, method, variant, per, id, gpu, gpus, region, term }] of things) {
      const fits = own.filter(
        ({ seen }) =>
          seen.kind === kind &&
          (kind === undefined || (seen.per ?? "1M tokens") === per) &&
          (term === undefined || seen.term === term) &&
          (region === undefined || seen.region === undefined || seen.region === region) &&
          (variant === undefined || variant === "global"),
      );
      if (fits.length === 0) continue;
      const what = Object.fromEntries(
        Object.entries({ kind, method, variant, id, gpu, gpus, region, term }).filter(
          ([, value]) => value !== undefined,
        ),
      );
      const mine = list.filter((rate) => seriesOf(/** @type {any} */ (rate)) === series);
      const { rates, left } = merged(
        mine,
        fits.map(({ sighting }) => sighting),
        { ...what, ...(per && { per }) },
      );
      report.push(
        ...left.map(
          ({ day, amount }) => `${history.id} ${names[0]} ${kind ?? term}: ${amount} on ${day} contradicts the file`,
        ),
      );
      const [first] = mine;
      if (first !== undefined) list.splice(list.indexOf(first), 0, ...rates);
      for (const rate of mine) list.splice(list.indexOf(rate), 1);
    }
  }
  return report;
}

/**
 * One copy of a page that refresh reads.
 *
 * @param {string} id of the page @param {string} text @param {string} day @param {string | undefined} at where the copy is kept
 * @returns {{ history: import("./backfill/sources.mjs").History, copies: import("./backfill/copies.mjs").Copy[] } | undefined}
 */
export function oneCopy(id, text, day, at) {
  const page = pages.find((one) => one.id === id);
  if (page?.read === undefined) return undefined;
  const { file, cite, confidence, read } = page;
  return {
    history: { id, repository: "", paths: [], file, confidence, read },
    copies: [{ commit: "", day, path: cite, text, at: at ?? cite }],
  };
}

/** What is to be read, as asked for on the command line. @param {Record<string, any>} values */
function asked({ id, git, copy, day, at }) {
  if (copy !== undefined && day !== undefined) return oneCopy(id, readFileSync(copy, "utf8"), day, at);
  const history = histories.find((one) => one.id === id);
  return history === undefined || git === undefined ? undefined : { history, copies: copiesIn(git, history.paths) };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const named = /** @type {const} */ ({ type: "string" });
  const { values } = parseArgs({
    options: {
      id: named,
      git: named,
      copy: named,
      day: named,
      at: named,
      write: { type: "boolean" },
      help: { type: "boolean" },
    },
  });
  const found = values.help ? undefined : asked(values);
  if (found === undefined) console.log(usage);
  else {
    const { history, copies } = found;
    const at = new URL(history.file, import.meta.url);
    const file = JSON.parse(readFileSync(at, "utf8"));
    const before = JSON.stringify(file).length;
    for (const line of backfill(file, history, copies)) console.log(line);
    console.log(
      `${copies.length} copies from ${copies[0]?.day} to ${copies.at(-1)?.day}, ${JSON.stringify(file).length - before} characters more`,
    );
    if (values.write) writeFileSync(at, priceFileText(file));
  }
}
