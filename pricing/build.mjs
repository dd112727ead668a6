// @ts-check
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdir, readdir, readFile, rename, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { currentFile } from "./compact/current.mjs";
import { encode, licensed } from "./compact/encode.mjs";
import { expand } from "./compact/expand.js";
import { listFiles, rowsOf } from "./list.mjs";
import { implausible } from "./plausible.mjs";

const here = new URL("./", import.meta.url);

/**
 * Writes `dist/`: the price book from a day on (`index.js`), with clouds, open models and GPUs, the same since
 * the beginning (`history.js`), and the files with all their prose (`files.js`). Plain Node. Of the files' fields the tests are the check; but no book is built whose
 * billing rules the estimator would refuse.
 */
export async function buildPriceBook() {
  const providers = await filesOf("providers");
  const clouds = await filesOf("gpus");
  compileEstimator();
  await checkFigures([...providers, ...clouds]);
  await checkRules(providers);
  const families = await filesOf("models");
  const hardware = await fileOf("hardware.json");
  const stamp = stampOf([...providers, ...clouds]);
  await mkdir(new URL("dist/", here), { recursive: true });
  await write("expand.js", await readFile(new URL("compact/expand.js", here), "utf8"));
  const files = contents(providers).map((file) => licensed(file, contents(families)));
  const since = firstOfMonth(stamp.version);
  const isClosed = await closedSince(since);
  const [current, whole] = [encode(files.map((file) => currentFile(file, since, isClosed(file)))), encode(files)];
  const nowhere = () => false;
  await write(
    "index.js",
    [
      bookText({ ...stamp, since, check: await checkOf(expand(structuredClone(current))) }, current),
      cloudsText(encode(contents(clouds).map((file) => currentFile(file, since, nowhere)))),
      constant(
        "openModels",
        contents(families).flatMap((family) => family["models"] ?? []),
      ),
      constant("hardware", hardware?.["gpus"] ?? []),
      constant("uncounted", (await fileOf("uncounted.json"))?.["families"] ?? []),
    ].join(""),
  );
  await write(
    "history.js",
    bookText({ ...stamp, check: await checkOf(expand(structuredClone(whole))) }, whole) +
      cloudsText(encode(contents(clouds))),
  );
  await write("history.d.ts", historyTypes);
  await write("index.d.ts", indexTypes);
  await write("untuned.js", untunedText(encode(contents(await filesOf("untuned")))));
  await write("untuned.d.ts", untunedTypes);
  await write("files.js", filesText(stamp, providers, clouds));
  await write("files.d.ts", filesTypes);
  const { modelOffers } = await import("../packages/estimator/dist/prices/offers.js");
  const { offerStatusOn } = await import("../packages/estimator/dist/prices/status.js");
  const rows = rowsOf(contents(providers), contents(clouds), stamp.version, { modelOffers, offerStatusOn });
  for (const [name, text] of Object.entries(listFiles(rows, stamp))) await write(name, text);
}

/** @typedef {{ path: string, content: Record<string, any> }} PriceJson */

/** The estimator knows the rules, and is compiled first. */
function compileEstimator() {
  execFileSync(process.execPath, ["node_modules/typescript/bin/tsc", "-b", "packages/estimator"], {
    cwd: fileURLToPath(new URL("../", here)),
    stdio: ["ignore", "inherit", "inherit"],
  });
}

/**
 * Throws with the file and the place of every billing rule that cannot be read, contradicts another or leaves a rate
 * out. The estimator, which knows the rules, is compiled first.
 *
 * @param {readonly PriceJson[]} providers
 */
async function checkRules(providers) {
  const { fileProblems } = await import("../packages/estimator/dist/bill/rules/fileProblems.js");
  const { explainEstimate } = await import("../packages/estimator/dist/words/estimateProblems.js");
  const report = providers.flatMap(({ path: file, content }) =>
    fileProblems(/** @type {any} */ (content)).map(
      ({ path, problem, offers: [first, ...others] }) =>
        `pricing/${file} ${path}: ${explainEstimate(problem)} Refused: ${first}${others.length > 0 ? ` and ${others.length} more` : ""}.`,
    ),
  );
  if (report.length > 0) throw new Error(`The price book was not built:\n${report.join("\n")}`);
}

/** Throws with the file and the line of every figure that is wrong or unlikely. @param {readonly PriceJson[]} files */
async function checkFigures(files) {
  const read = await Promise.all(
    files.map(async (file) => ({ ...file, text: await readFile(new URL(file.path, here), "utf8") })),
  );
  const today = files.map(({ content }) => String(content["checked"])).reduce((a, b) => (a > b ? a : b), "");
  const { isCountingRule } = await import("../packages/estimator/dist/bill/tokenRatios.js");
  const { pays, rateKinds } = await import("../packages/estimator/dist/prices/rateKinds.js");
  const report = implausible(read, today, { isCountingRule, pays, rateKinds });
  if (report.length > 0) throw new Error(`${report.join("\n")}\nThe price book was not built.`);
}

/** What an answer tells a changed price by; the estimator, which works it out again, has been compiled. @param {any} providers */
async function checkOf(providers) {
  const { fingerprint } = await import("../packages/estimator/dist/prices/fingerprint.js");
  return fingerprint(providers);
}

/** The first day of the month before a day's: a book that is newer than its reader's clock still has his day. @param {string} day */
function firstOfMonth(day) {
  const [year = 0, month = 1] = day.split("-").map(Number);
  return month === 1 ? `${year - 1}-12-01` : `${year}-${String(month - 1).padStart(2, "0")}-01`;
}

/**
 * Whether a model can be tuned on no day from `since` on: by its status and the lists of what is sold, today's and those
 * to come.
 *
 * @param {string} since
 */
async function closedSince(since) {
  const { modelOffers } = await import("../packages/estimator/dist/prices/offers.js");
  const { offerStatusOn } = await import("../packages/estimator/dist/prices/status.js");
  const shut = new Set(["not_offered", "no_new_jobs", "inference_off"]);
  return (/** @type {any} */ file) => (/** @type {any} */ model) => {
    const entries = [...(file.status ?? []), ...(model.status ?? []), ...(model.rates ?? [])];
    const days = [
      since,
      ...entries.map(({ from }) => from),
      ...(file.offered ?? []).map((/** @type {any} */ l) => l.day),
    ];
    const offers = modelOffers(file, model);
    return days
      .filter((day) => day >= since)
      .every((day) => offers.every((offer) => shut.has(offerStatusOn(offer, day).kind)));
  };
}

/** The JSON files of a folder, by name. @param {string} folder @returns {Promise<PriceJson[]>} */
async function filesOf(folder) {
  const names = (await readdir(new URL(`${folder}/`, here))).filter((name) => name.endsWith(".json")).sort();
  return Promise.all(
    names.map(async (name) => ({ path: `${folder}/${name}`, content: await parse(`${folder}/${name}`) })),
  );
}

/** A file that need not be there. @param {string} path @returns {Promise<Record<string, any> | undefined>} */
async function fileOf(path) {
  return (await readdir(here)).includes(path) ? parse(path) : undefined;
}

/** @param {string} path @returns {Promise<Record<string, any>>} */
async function parse(path) {
  const text = await readFile(new URL(path, here), "utf8");
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new Error(`pricing/${path} is not JSON: ${String(cause)}`, { cause });
  }
}

/** @param {readonly PriceJson[]} files */
function contents(files) {
  return files.map(({ content }) => content);
}

/** Newest day and fingerprint of the files: SHA-256 over each path and its content with sorted keys. @param {readonly PriceJson[]} files */
function stampOf(files) {
  const version =
    files
      .map(({ content }) => String(content["checked"]))
      .sort()
      .at(-1) ?? "";
  const hash = createHash("sha256");
  for (const { path, content } of files) hash.update(`${path}\n${JSON.stringify(sorted(content))}\n`);
  return { version, sha256: hash.digest("hex") };
}

/** @param {any} value @returns {any} */
function sorted(value) {
  if (Array.isArray(value)) return value.map(sorted);
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(
    Object.keys(value)
      .sort()
      .map((key) => [key, sorted(value[key])]),
  );
}

/** Replaced in one step, so that a reader never meets half a file. @param {string} name @param {string} text */
async function write(name, text) {
  const target = new URL(`dist/${name}`, here);
  if (text === (await readFile(target, "utf8").catch(() => ""))) return;
  const part = new URL(`dist/.${name}.${process.pid}`, here);
  await writeFile(part, text);
  await rename(part, target);
}

/** @param {string} name @param {unknown} value */
function constant(name, value) {
  return `export const ${name} = ${literal(value)};\n`;
}

/** JSON in a string parses faster than the same object as code. @param {unknown} value */
function literal(value) {
  const text = JSON.stringify(value)
    .replaceAll("\\", "\\\\")
    .replaceAll("'", "\\'")
    .replaceAll("\u2028", "\\u2028")
    .replaceAll("\u2029", "\\u2029");
  return `/* @__PURE__ */ JSON.parse('${text}')`;
}

/** @param {{ version: string, sha256: string, check: string, since?: string }} stamp @param {unknown} providers */
function bookText(stamp, providers) {
  const fields = Object.entries(stamp).map(([name, value]) => `${name}: "${value}"`);
  return [
    `import { expand } from "./expand.js";`,
    `export const prices = /* @__PURE__ */ (() => ({ schemaVersion: 1, ${fields.join(", ")}, providers: expand(${literal(providers)}) }))();`,
    "",
  ].join("\n");
}

/**
 * The whole files are in the package already: they are read, not shipped twice. For Node alone.
 *
 * @param {object} stamp @param {readonly PriceJson[]} providers @param {readonly PriceJson[]} clouds
 */
function filesText(stamp, providers, clouds) {
  const list = (/** @type {readonly PriceJson[]} */ files) => JSON.stringify(files.map(({ path }) => path));
  return [
    `import { readFileSync } from "node:fs";`,
    `const read = (path) => JSON.parse(readFileSync(new URL("../" + path, import.meta.url), "utf8"));`,
    `export const files = { ...${JSON.stringify(stamp)}, providers: ${list(providers)}.map(read), clouds: ${list(clouds)}.map(read) };`,
    "",
  ].join("\n");
}

/** @param {unknown} clouds */
function cloudsText(clouds) {
  return `export const clouds = /* @__PURE__ */ expand(${literal(clouds)});\n`;
}

/** @param {unknown} untuned */
function untunedText(untuned) {
  return `import { expand } from "./expand.js";\nexport const untuned = /* @__PURE__ */ expand(${literal(untuned)});\n`;
}

const indexTypes = `import type { CloudFile, PriceBook } from "@tunecast/estimator";
import type { Gpu, OpenModel } from "@tunecast/estimator/gpu";
import type { UncountedModel } from "@tunecast/estimator/prices";
/**
 * The prices of all providers from the day \`since\` on, with the fingerprint of the files: what an estimate of today
 * reads. Earlier days stand in \`@tunecast/pricing/history\`.
 */
export declare const prices: PriceBook;
/** Prices of machines with GPUs from that day on, one file per cloud. */
export declare const clouds: readonly CloudFile[];
/** Shapes of open models, for runs on hardware of one's own. */
export declare const openModels: readonly OpenModel[];
/** Families of models that are known and not counted, with what is missing. */
export declare const uncounted: readonly UncountedModel[];
/** GPUs with memory, rate and bandwidth. */
export declare const hardware: readonly Gpu[];
`;

const untunedTypes = `import type { ProviderFile } from "@tunecast/estimator";
/** Models that are sold as they are: what one would otherwise use, one file per provider. */
export declare const untuned: readonly ProviderFile[];
`;

const historyTypes = `import type { CloudFile, PriceBook } from "@tunecast/estimator";
/** The prices of all providers since the first that is known, with the same fingerprint: for days before \`since\`. */
export declare const prices: PriceBook;
/** Prices of machines with GPUs since the first that is known. */
export declare const clouds: readonly CloudFile[];
`;

const filesTypes = `import type { CloudFile, ProviderFile } from "@tunecast/estimator";
/** The price files whole: every dated rate with its notes and the figures that disagree. Reads files: for Node. */
export declare const files: {
  readonly version: string;
  readonly sha256: string;
  readonly providers: readonly ProviderFile[];
  readonly clouds: readonly CloudFile[];
};
`;

if (process.argv[1] === fileURLToPath(import.meta.url))
  await buildPriceBook().catch((/** @type {Error} */ error) => {
    console.error(error.message);
    process.exitCode = 1;
  });
