// @ts-check
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { run } from "../packages/run.mjs";

const root = fileURLToPath(new URL("../../", import.meta.url));

/** Packs folders of the repository. @param {string} target @param {readonly string[]} folders */
export function packed(target, folders) {
  return folders.map((folder) => {
    const args = ["pack", "--json", "--silent", "--ignore-scripts", "--pack-destination", target];
    return join(target, JSON.parse(run("npm", args, join(root, folder)))[0].filename);
  });
}

/** Installs tarballs and what a host needs, exactly, into a folder. @param {string} folder @param {readonly string[]} tarballs @param {Readonly<Record<string, string>>} needs */
export function install(folder, tarballs, needs) {
  writeFileSync(join(folder, "package.json"), JSON.stringify({ private: true, name: "host" }));
  const wanted = Object.entries(needs).map(([name, version]) => `${name}@${version}`);
  const quiet = ["--silent", "--no-audit", "--no-fund", "--no-package-lock", "--prefer-offline", "--save-exact"];
  run("npm", ["install", ...quiet, ...tarballs, ...wanted], folder);
}
