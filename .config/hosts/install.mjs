// @ts-check
import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

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

/** Runs a program and gives its output. @param {string} program @param {readonly string[]} args @param {string} cwd */
export function run(program, args, cwd) {
  const env = { ...process.env, NODE_OPTIONS: "", NEXT_TELEMETRY_DISABLED: "1", CI: "1", NO_COLOR: "1" };
  return execFileSync(program, args, { cwd, env, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"], maxBuffer: 1e8 });
}
