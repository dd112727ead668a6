// @ts-check
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { implausible } from "./plausible.mjs";
import { priceFileText } from "./refresh/format.mjs";

/** @typedef {Record<string, any>} Entry */
/** @typedef {{ path: string, content: Entry }} File */
/** @typedef {{ files: readonly File[], pick: <T>(list: readonly T[]) => T }} Book */

const usage = `node pricing/faults.mjs [--seed N]

Plants one fault after another into a copy of the price book, on models drawn by the seed, and says by which rule it was
caught. Nothing is written. Exit code 1 where one passed.`;

/** Rates of models with a training price by the token, in dollars. @param {Book} book */
function training({ files, pick }) {
  const fits = files.flatMap(({ path, content }) =>
    (content["models"] ?? []).flatMap((/** @type {Entry} */ model) => {
      const own = (model["rates"] ?? []).filter(
        (/** @type {Entry} */ rate) =>
          rate["kind"] === "training" &&
          rate["currency"] === "USD" &&
          rate["per"] === "1M tokens" &&
          rate["amount"] > 0,
      );
      const rate = own.at(-1);
      return rate === undefined || content["models"].length < 5 ? [] : [{ path, content, model, rate }];
    }),
  );
  return pick(fits);
}

/** A model with input and output prices from one day. @param {Book} book */
function used({ files, pick }) {
  const fits = files.flatMap(({ path, content }) =>
    (content["models"] ?? []).flatMap((/** @type {Entry} */ model) => {
      const rates = (model["rates"] ?? []).filter((/** @type {Entry} */ rate) => rate["service"] === undefined);
      return rates.flatMap((/** @type {Entry} */ input) => {
        const output = rates.find(
          (/** @type {Entry} */ one) =>
            one["kind"] === "output" && one["from"] === input["from"] && one["method"] === input["method"],
        );
        return input["kind"] === "input" && output !== undefined && Number(output["amount"]) > Number(input["amount"])
          ? [{ path, model, input, output }]
          : [];
      });
    }),
  );
  return pick(fits);
}

/** A machine of eight cards on demand that many clouds rent. @param {Book} book */
function machine({ files, pick }) {
  const common = /^(?:h100|h200|a100)-sxm/u;
  const fits = files.flatMap(({ path, content }) =>
    (content["cloud"] === undefined ? [] : content["rates"])
      .filter(
        (/** @type {Entry} */ rate) =>
          rate["gpus"] === 8 && rate["term"] === "on_demand" && common.test(rate["gpu"]) && rate["currency"] === "USD",
      )
      .map((/** @type {Entry} */ rate) => ({ path, content, rate })),
  );
  return pick(fits);
}

/** The rate again from a later day, as a person would append it, without evidence. @param {Entry} rate @param {Entry} change @returns {Entry} */
function later({ evidence: _evidence, alsoSeen: _also, note: _note, seenKind: _kind, ...rate }, change) {
  return { ...rate, from: "2026-11-27", fromKind: "copy", seen: "2026-11-27", ...change };
}

const times = (/** @type {string} */ amount, /** @type {number} */ factor) =>
  String(Number((Number(amount) * factor).toPrecision(6)));

/** Appends to a model. @param {(rate: Entry) => Entry} change @returns {(book: Book) => string} */
const appended = (change) => (book) => {
  const { path, model, rate } = training(book);
  model["rates"].push(later(rate, change(rate)));
  return path;
};

/** Changes the rate of a model in its place. @param {(rate: Entry) => void} change @returns {(book: Book) => string} */
const slipped = (change) => (book) => {
  const { path, rate } = training(book);
  change(rate);
  return path;
};

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
    (book) => {
      const { path, model, rate } = training(book);
      model["rates"].push(
        later(rate, { kind: "storage", per: "GB-month", currency: "CNY", method: undefined, variant: undefined }),
      );
      return path;
    },
  ],
  [
    "a price after the model ended",
    (book) => {
      const { path, model, rate } = training(book);
      model["status"] = [
        {
          kind: "inference_off",
          from: "2026-11-01",
          source: "https://example.com/end",
          seen: "2026-11-01",
          confidence: "primary",
        },
      ];
      model["rates"].push(later(rate, {}));
      return path;
    },
  ],
  ["a day that has not come", appended(() => ({ from: "2027-03-01", seen: "2026-11-27" }))],
  [
    "a status in 2062",
    (book) => {
      const { path, model } = training(book);
      model["status"] = [
        {
          kind: "no_new_jobs",
          from: "2062-06-01",
          source: "https://example.com/end",
          seen: "2026-11-01",
          confidence: "primary",
        },
      ];
      return path;
    },
  ],
  ["the same price twice from one day", slipped2()],
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
      const { path, input, output } = used(book);
      [input["amount"], output["amount"]] = [output["amount"], input["amount"]];
      return path;
    },
  ],
  [
    "words that do not print the amount",
    (book) => {
      const { path, rate } = training(book);
      rate["evidence"] = [
        { copy: "https://example.com/prices", day: rate["seen"], quote: "Training: see the console" },
      ];
      return path;
    },
  ],
  [
    "another model's row as its proof",
    (book) => {
      const { path, content, model, rate } = training(book);
      const other = content["models"].find(
        (/** @type {Entry} */ one) => one["id"].slice(0, 5) !== model["id"].slice(0, 5),
      );
      rate["evidence"] = [
        { copy: "https://example.com/prices", day: rate["seen"], quote: `| ${other["id"]} | ${rate["amount"]} |` },
      ];
      return path;
    },
  ],
  [
    "an address with an ellipsis",
    (book) => {
      const { path, rate } = training(book);
      rate["evidence"] = [
        { copy: "acme/prices@0123456789ab:…/prices.md", day: rate["seen"], quote: `$${rate["amount"]}` },
      ];
      return path;
    },
  ],
  [
    "a machine of eight cards as one of one",
    (book) => {
      const { path, rate } = machine(book);
      rate["gpus"] = 1;
      return path;
    },
  ],
  [
    "the price of one card for eight",
    (book) => {
      const { path, rate } = machine(book);
      rate["amount"] = times(rate["amount"], 0.125 / 2);
      return path;
    },
  ],
  [
    "a card that nobody knows",
    (book) => {
      const { path, rate } = machine(book);
      rate["gpu"] = "h1000-sxm-80";
      return path;
    },
  ],
  [
    "a newest list without a model that is sold",
    (book) => {
      const { path, content, model, rate } = training(book);
      const list = { dayKind: "copy", source: "https://example.com/models", confidence: "primary" };
      const all = content["models"].map((/** @type {Entry} */ { id }) => id);
      content["offered"] = [
        { day: "2026-11-01", ...list, models: all },
        { day: "2026-11-20", ...list, models: all.filter((/** @type {string} */ id) => id !== model["id"]) },
      ];
      rate["seen"] = "2026-11-26";
      return path;
    },
  ],
  [
    "a list from after the day on which the file was checked",
    (book) => {
      const { path, content } = training(book);
      content["offered"] = [
        {
          day: "2027-01-01",
          dayKind: "copy",
          source: "https://example.com/models",
          confidence: "primary",
          models: ["a"],
        },
      ];
      return path;
    },
  ],
  [
    "one name for two models",
    (book) => {
      const { path, content, model } = training(book);
      content["models"].push(structuredClone(model));
      return path;
    },
  ],
];

/** @returns {(book: Book) => string} */
function slipped2() {
  return (book) => {
    const { path, model, rate } = training(book);
    model["rates"].push({ ...rate, amount: times(rate["amount"], 1.1) });
    return path;
  };
}

/** Numbers that look like chance and are the same for one seed. @param {number} seed @returns {() => number} */
function chance(seed) {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/** The price files as they stand. @returns {File[]} */
export function bookFiles() {
  const here = new URL("./", import.meta.url);
  return ["providers", "gpus"].flatMap((folder) =>
    readdirSync(new URL(`${folder}/`, here))
      .sort()
      .map((name) => readBookFile(`${folder}/${name}`)),
  );
}

/** @param {string} path @returns {File} */
function readBookFile(path) {
  return { path, content: JSON.parse(readFileSync(new URL(path, import.meta.url), "utf8")) };
}

/**
 * What the rules say of each fault.
 *
 * @param {number} seed @param {import("./plausible.mjs").Engine} engine
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
    const at = files.findIndex((file) => file.path === path);
    const content = files[at]?.content ?? {};
    // A machine is held against those of all clouds, a model against its own file.
    const asked = content["cloud"] === undefined ? [] : files.filter((file) => file.content["cloud"] !== undefined);
    const others = asked.filter((file) => file.path !== path).map((file) => ({ ...file, text: "{}" }));
    const report = implausible([{ path, content, text: priceFileText(content) }, ...others], today, engine);
    files[at] = readBookFile(path);
    return { fault, path, caught: report.find((line) => line.startsWith(`pricing/${path}:`)) ?? null };
  });
}

/** What the rules ask of the compiled estimator. @returns {Promise<import("./plausible.mjs").Engine>} */
export async function compiledEngine() {
  const at = (/** @type {string} */ path) => import(`../packages/estimator/dist/${path}`);
  const { isCountingRule } = await at("bill/tokenRatios.js");
  const { pays, rateKinds } = await at("prices/rateKinds.js");
  const { isForgotten } = await at("prices/machines.js");
  const { gpus } = JSON.parse(readFileSync(new URL("hardware.json", import.meta.url), "utf8"));
  return { isCountingRule, pays, rateKinds, isForgotten, gpus: new Set(gpus.map((/** @type {Entry} */ { id }) => id)) };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const at = process.argv.indexOf("--seed");
  if (process.argv.includes("--help")) console.log(usage);
  else {
    const found = planted(at < 0 ? 1 : Number(process.argv[at + 1]), await compiledEngine());
    for (const { fault, path, caught } of found)
      console.log(
        `${caught === null ? "PASSED" : "caught"}  ${fault} (${path})${caught === null ? "" : `\n        ${caught}`}`,
      );
    const passed = found.filter(({ caught }) => caught === null).length;
    console.log(`${found.length - passed} of ${found.length} planted faults are caught by a rule.`);
    process.exitCode = passed > 0 ? 1 : 0;
  }
}
