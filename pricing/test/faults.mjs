// @ts-check
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { compiledEngine } from "../build/checks.mjs";
import { implausible } from "../plausible.mjs";

/** @typedef {Record<string, any>} Entry */
/** @typedef {{ path: string, content: Entry }} File */
/** @typedef {{ path: string, content: Entry, model: Entry, rate: Entry }} Place */
/** @typedef {{ files: readonly File[], pick: <T>(list: readonly T[]) => T }} Book */

const usage = `node pricing/test/faults.mjs [--seed N]

Plants one fault after another into a copy of the price book, on models drawn by the seed, and says by which rule it was
caught. Nothing is written. Exit code 1 where one passed.`;

/** Rates of the models of files with so many. @param {Book} book @param {(rate: Entry, rates: Entry[]) => boolean} fits @param {number} [least] @returns {Place} */
function rated({ files, pick }, fits, least = 1) {
  return pick(
    files.flatMap(({ path, content }) =>
      (content["models"]?.length >= least ? content["models"] : []).flatMap((/** @type {Entry} */ model) => {
        const rates = /** @type {Entry[]} */ (model["rates"] ?? []);
        return rates.filter((rate) => fits(rate, rates)).map((rate) => ({ path, content, model, rate }));
      }),
    ),
  );
}

/** A training price by the token, in dollars, the last of its model. @param {Book} book */
const training = (book) => {
  const fits = (/** @type {Entry} */ { kind, currency, per, amount }) =>
    kind === "training" && currency === "USD" && per === "1M tokens" && amount > 0;
  return rated(book, (rate, rates) => fits(rate) && rates.filter(fits).at(-1) === rate, 5);
};

/** A machine of eight cards on demand that many clouds rent. @param {Book} book */
const machine = ({ files, pick }) =>
  pick(
    files.flatMap(({ path, content }) =>
      (content["cloud"] === undefined ? [] : content["rates"])
        .filter(
          (/** @type {Entry} */ { gpus, term, gpu, currency }) =>
            gpus === 8 && term === "on_demand" && /^(?:h100|h200|a100)-sxm/u.test(gpu) && currency === "USD",
        )
        .map((/** @type {Entry} */ rate) => ({ path, content, rate, model: {} })),
    ),
  );

/** The rate again from a later day, as a person would append it, without evidence. @param {Entry} rate @param {Entry} change @returns {Entry} */
function later({ evidence: _evidence, alsoSeen: _also, note: _note, seenKind: _kind, ...rate }, change) {
  return { ...rate, from: "2026-11-27", fromKind: "copy", seen: "2026-11-27", ...change };
}

const times = (/** @type {string} */ amount, /** @type {number} */ factor) =>
  String(Number((Number(amount) * factor).toPrecision(6)));

/** Changes the book at a rate. @param {(place: Place) => void} change @param {(book: Book) => Place} [where] @returns {(book: Book) => string} */
const at =
  (change, where = training) =>
  (book) => {
    const place = where(book);
    change(place);
    return place.path;
  };

/** Appends to a model. @param {(rate: Entry) => Entry} change */
const appended = (change) => at(({ model, rate }) => model["rates"].push(later(rate, change(rate))));

/** Changes the rate of a model in its place. @param {(rate: Entry) => void} change @param {(book: Book) => Place} [where] */
const slipped = (change, where) => at(({ rate }) => change(rate), where);

const page = { source: "https://example.com/models", confidence: "primary" };
const ended = (/** @type {string} */ kind, /** @type {string} */ from) => [{ kind, from, seen: "2026-11-01", ...page }];
const listed = (/** @type {string} */ day, /** @type {string[]} */ models) => ({
  day,
  dayKind: "copy",
  ...page,
  models,
});
const ids = (/** @type {Entry} */ content) => content["models"].map((/** @type {Entry} */ { id }) => id);
const proven = (/** @type {Entry} */ rate, /** @type {string} */ quote, copy = page.source) =>
  (rate["evidence"] = [{ copy, day: rate["seen"], quote }]);

/** What a person or a program may do wrong: what it is, and the file that it is in. @type {readonly (readonly [string, (book: Book) => string])[]} */
export const faults = [
  ["a unit a thousand times smaller", appended(() => ({ per: "1K tokens" }))],
  ["an amount a thousand times larger", appended(({ amount }) => ({ amount: times(amount, 1000) }))],
  ["an amount a tenth", appended(({ amount }) => ({ amount: times(amount, 0.1) }))],
  ["9.9 times as much without evidence", appended(({ amount }) => ({ amount: times(amount, 9.9) }))],
  ["twice as much without evidence", appended(({ amount }) => ({ amount: times(amount, 2) }))],
  ["euros for dollars", appended(() => ({ currency: "EUR" }))],
  [
    "a first price in yuan",
    appended(() => ({ kind: "storage", per: "GB-month", currency: "CNY", method: undefined, variant: undefined })),
  ],
  [
    "a price after the model ended",
    at(({ model, rate }) => {
      model["status"] = ended("inference_off", "2026-11-01");
      model["rates"].push(later(rate, {}));
    }),
  ],
  ["a day that has not come", appended(() => ({ from: "2027-03-01", seen: "2026-11-27" }))],
  ["a status in 2062", at(({ model }) => (model["status"] = ended("no_new_jobs", "2062-06-01")))],
  [
    "the same price twice from one day",
    at(({ model, rate }) => model["rates"].push({ ...rate, amount: times(rate["amount"], 1.1) })),
  ],
  ["a negative amount", slipped((rate) => (rate["amount"] = `-${rate["amount"]}`))],
  ["a number for text", slipped((rate) => (rate["amount"] = Number(rate["amount"])))],
  ["a comma for a point", slipped((rate) => (rate["amount"] = "1,25"))],
  ["no source", slipped((rate) => delete rate["source"])],
  ["a source without an address", slipped((rate) => (rate["source"] = "price page"))],
  ["a unit that does not pay for it", slipped((rate) => (rate["per"] = "GB-month"))],
  ["a field that no rate has", slipped((rate) => (rate["amout"] = "1"))],
  [
    "input and output in one another's place",
    (book) => {
      const outputOf = (/** @type {Entry} */ { kind, from, method, service, amount }, /** @type {Entry[]} */ rates) =>
        rates.find(
          (one) =>
            kind === "input" &&
            service === undefined &&
            one["service"] === undefined &&
            one["kind"] === "output" &&
            one["from"] === from &&
            one["method"] === method &&
            Number(one["amount"]) > Number(amount),
        );
      const { path, model, rate } = rated(book, (one, rates) => outputOf(one, rates) !== undefined);
      const output = outputOf(rate, model["rates"]) ?? rate;
      [rate["amount"], output["amount"]] = [output["amount"], rate["amount"]];
      return path;
    },
  ],
  ["words that do not print the amount", slipped((rate) => proven(rate, "Training: see the console"))],
  [
    "another model's row as its proof",
    at(({ content, model, rate }) => {
      const other = ids(content).find((/** @type {string} */ id) => id.slice(0, 5) !== model["id"].slice(0, 5));
      proven(rate, `| ${other} | ${rate["amount"]} |`);
    }),
  ],
  [
    "an address with an ellipsis",
    slipped((rate) => proven(rate, `$${rate["amount"]}`, "acme/prices@0123456789ab:…/prices.md")),
  ],
  ["a machine of eight cards as one of one", slipped((rate) => (rate["gpus"] = 1), machine)],
  ["the price of one card for eight", slipped((rate) => (rate["amount"] = times(rate["amount"], 0.125 / 2)), machine)],
  ["a card that nobody knows", slipped((rate) => (rate["gpu"] = "h1000-sxm-80"), machine)],
  [
    "a newest list without a model that is sold",
    at(({ content, model, rate }) => {
      const rest = ids(content).filter((/** @type {string} */ id) => id !== model["id"]);
      content["offered"] = [listed("2026-11-01", ids(content)), listed("2026-11-20", rest)];
      rate["seen"] = "2026-11-26";
    }),
  ],
  [
    "a list from after the day on which the file was checked",
    at(({ content }) => (content["offered"] = [listed("2027-01-01", ["a"])])),
  ],
  ["one name for two models", at(({ content, model }) => content["models"].push(structuredClone(model)))],
];

/** Numbers that look like chance and are the same for one seed. @param {number} seed @returns {() => number} */
function chance(seed) {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/** The price files as they stand. @returns {File[]} */
function bookFiles() {
  const here = new URL("../", import.meta.url);
  return ["providers", "gpus"].flatMap((folder) =>
    readdirSync(new URL(`${folder}/`, here))
      .sort()
      .map((name) => readBookFile(`${folder}/${name}`)),
  );
}

/** @param {string} path @returns {File} */
function readBookFile(path) {
  return { path, content: JSON.parse(readFileSync(new URL(`../${path}`, import.meta.url), "utf8")) };
}

/**
 * What the rules say of each fault.
 *
 * @param {number} seed @param {import("../plausible.mjs").Engine} engine
 * @returns {{ fault: string, path: string, caught: string | null }[]}
 */
export function planted(seed, engine) {
  const random = chance(seed);
  const files = bookFiles();
  const today = files.map(({ content }) => String(content["checked"])).reduce((a, b) => (a > b ? a : b), "");
  /** @type {Book["pick"]} */
  const pick = (list) => list[Math.floor(random() * list.length)] ?? /** @type {any} */ (list[0]);
  return faults.map(([fault, plant]) => {
    const path = plant({ files, pick });
    const place = files.findIndex((file) => file.path === path);
    const content = files[place]?.content ?? {};
    // A machine is held against those of all clouds, a model against its own file.
    const clouds = content["cloud"] === undefined ? [] : files.filter((file) => file.content["cloud"] !== undefined);
    const report = implausible([{ path, content }, ...clouds.filter((file) => file.path !== path)], today, engine);
    files[place] = readBookFile(path);
    return { fault, path, caught: report.find((line) => line.startsWith(`pricing/${path} `)) ?? null };
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const seed = process.argv.indexOf("--seed");
  if (process.argv.includes("--help")) console.log(usage);
  else {
    const found = planted(seed < 0 ? 1 : Number(process.argv[seed + 1]), await compiledEngine());
    for (const { fault, path, caught } of found)
      console.log(
        `${caught === null ? "PASSED" : "caught"}  ${fault} (${path})${caught === null ? "" : `\n        ${caught}`}`,
      );
    const passed = found.filter(({ caught }) => caught === null).length;
    console.log(`${found.length - passed} of ${found.length} planted faults are caught by a rule.`);
    process.exitCode = passed > 0 ? 1 : 0;
  }
}
