// @ts-check
import { mkdtempSync, readFileSync, readdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

export const root = fileURLToPath(new URL("../../", import.meta.url));
export const bin = join(root, "node_modules/.bin");
/** What is published. */
export const folders = [
  ...readdirSync(join(root, "packages")).map((name) => `packages/${name}`),
  "pricing",
  "apps/cli",
];
/** Packages with types of their own. */
export const typed = new Set(
  folders.filter((folder) => /"types":/.test(readFileSync(join(root, folder, "package.json"), "utf8"))),
);
/** An empty folder, into which the packages are installed. */
export const scratch = mkdtempSync(join(tmpdir(), "tunecast-packages-"));

/** The manifest of a package. @param {string} folder */
export function manifestOf(folder) {
  return JSON.parse(readFileSync(join(root, folder, "package.json"), "utf8"));
}

/** The entries of packages that have something, as they are imported. @param {readonly string[]} from @param {(entry: any) => boolean} has */
export function entriesOf(from, has) {
  return from.flatMap((folder) => {
    const { name, exports } = manifestOf(folder);
    return Object.keys(exports)
      .filter((path) => has(exports[path]))
      .map((path) => path.replace(/^\./, name));
  });
}
