// @ts-check
import { createHash } from "node:crypto";
import { gzipSync } from "node:zlib";
import { mkdir, readdir, readFile, rename, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { checkFiles, compiledEngine, compileEstimator } from "./build/checks.mjs";
import {
  bookText,
  bookTypes,
  cloudsText,
  constant,
  filesText,
  filesTypes,
  historyTypes,
  indexTypes,
  providerTypes,
  untunedText,
  untunedTypes,
} from "./build/texts.mjs";
import { currentFile } from "./compact/current.mjs";
import { encode, licensed } from "./compact/encode.mjs";
import { expand } from "./compact/expand.js";
import { listFiles, offersOf } from "./list.mjs";
import { rowsOf } from "./list/rows.mjs";

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
  const engine = await compiledEngine();
  checkFiles(providers, clouds, engine);
  const families = await filesOf("models");
  const hardware = await fileOf("hardware.json");
  const stamp = stampOf([...providers, ...clouds]);
  await mkdir(new URL("dist/providers/", here), { recursive: true });
  await write("expand.js", await readFile(new URL("compact/expand.js", here), "utf8"));
  const releases = (await fileOf("releases.json"))?.["releases"] ?? [];
  const files = contents(providers).map((file) => licensed(file, contents(families), releases));
  const since = firstOfMonth(stamp.version);
  const { isForgotten, modelOffers } = engine;
  // What an answer tells a changed price by.
  const checked = (/** @type {any} */ compact) =>
    engine.fingerprint(/** @type {any} */ (expand(structuredClone(compact))));
  const current = files.map((file) =>
    currentFile(file, since, { isClosed: (model) => isClosedSince(since, file, model, engine), isForgotten }),
  );
  for (const file of current) {
    const one = encode([file]);
    const own = { ...stamp, since, check: checked(one) };
    await write(`providers/${file["provider"]}.js`, bookText(own, one, "../expand.js"));
    await write(`providers/${file["provider"]}.d.ts`, providerTypes);
  }
  await write(
    "index.js",
    [
      'import { listOf } from "./expand.js";\n',
      // One file: to load thirty takes longer than to read what they hold.
      bookText({ ...stamp, since, check: checked(encode(current)) }, encode(current)),
      cloudsText(
        encode(contents(clouds).map((file) => currentFile(file, since, { isClosed: () => false, isForgotten }))),
      ),
      constant(
        "openModels",
        contents(families).flatMap((family) => family["models"] ?? []),
      ),
      constant("hardware", hardware?.["gpus"] ?? []),
      constant("uncounted", (await fileOf("uncounted.json"))?.["families"] ?? []),
    ].join(""),
  );
  const whole = encode(files);
  await write(
    "history.js",
    bookText({ ...stamp, check: checked(whole) }, whole) + cloudsText(encode(contents(clouds))),
  );
  await write("history.d.ts", historyTypes);
  await write("index.d.ts", indexTypes);
  await write("expand.d.ts", bookTypes);
  await write("untuned.js", untunedText(encode(contents(await filesOf("untuned")))));
  await write("untuned.d.ts", untunedTypes);
  await write("files.js", filesText);
  const raw = { ...stamp, providers: contents(providers), clouds: contents(clouds) };
  await write("files.json.gz", gzipSync(JSON.stringify(raw), { level: 9 }));
  await write("files.d.ts", filesTypes);
  const rows = rowsOf(files, contents(clouds), stamp.version, engine);
  const offers = offersOf(files, releases, modelOffers);
  for (const [name, text] of Object.entries(listFiles(rows, offers, stamp))) await write(name, text);
}

/** @typedef {import("./build/texts.mjs").PriceJson} PriceJson */

/** The first day of the month before a day's: a book that is newer than its reader's clock still has his day. @param {string} day */
function firstOfMonth(day) {
  const [year = 0, month = 1] = day.split("-").map(Number);
  return month === 1 ? `${year - 1}-12-01` : `${year}-${String(month - 1).padStart(2, "0")}-01`;
}

/**
 * Whether a model can be tuned on no day from `since` on: by its status and the lists of what is sold, today's and those
 * to come.
 *
 * @param {string} since @param {any} file @param {any} model @param {import("./build/checks.mjs").Engine} engine
 */
function isClosedSince(since, file, model, { modelOffers, offerStatusOn, shut }) {
  const entries = [...(file.status ?? []), ...(model.status ?? []), ...(model.rates ?? [])];
  const lists = (file.offered ?? []).map((/** @type {any} */ { day }) => day);
  const days = [since, ...entries.map(({ from }) => from), ...lists].filter((day) => day >= since);
  const offers = modelOffers(file, model);
  return days.every((day) => offers.every((offer) => shut.has(offerStatusOn(offer, day).kind)));
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

/** Replaced in one step, so that a reader never meets half a file. @param {string} name @param {string | Uint8Array} content */
async function write(name, content) {
  const target = new URL(`dist/${name}`, here);
  const text = Buffer.from(content);
  if (text.equals(await readFile(target).catch(() => Buffer.alloc(0)))) return;
  const part = new URL(`dist/${name}.${process.pid}.part`, here);
  await writeFile(part, text);
  await rename(part, target);
}

if (process.argv[1] === fileURLToPath(import.meta.url))
  await buildPriceBook().catch((/** @type {Error} */ error) => {
    console.error(error.message);
    process.exitCode = 1;
  });
