// @ts-check
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { bin, folders, manifestOf, root, scratch, typed } from "./place.mjs";
import { run } from "./run.mjs";

/** A table of rows is no module; nothing else is left out. */
const attwRules = ["--exclude-entrypoints", "prices-v1.json.gz", "prices-v1.csv.gz", "index.bin"];

/** Packs a package, with what it says of itself checked. @param {string} folder @returns {string} its tarball */
export function pack(folder) {
  const options = ["--json", "--silent", "--ignore-scripts", "--pack-destination", scratch];
  const [packed] = JSON.parse(run("npm", ["pack", ...options], join(root, folder)));
  const tarball = join(scratch, packed.filename);
  checkTexts(
    folder,
    packed.files.map((/** @type {{ path: string }} */ { path }) => path),
  );
  run(join(bin, "publint"), ["run", "--strict", tarball], root);
  const esmOnly = manifestOf(folder).main === undefined ? ["--profile", "esm-only"] : [];
  if (typed.has(folder)) run(join(bin, "attw"), [tarball, ...attwRules, ...esmOnly], root);
  console.log(`ok   ${folder}: publint${typed.has(folder) ? ", attw" : ""}`);
  return tarball;
}

/**
 * A README in each package, the whole text of its licence (of ours the one at the top, of another's what that asks for),
 * and no name of a file that is not there.
 * @param {string} folder @param {readonly string[]} files
 */
function checkTexts(folder, files) {
  /** @param {string} path */
  const read = (path) => readFileSync(join(root, folder, path), "utf8");
  const isOurs = manifestOf(folder).license === "MIT";
  const needed = ["README.md", "LICENSE", ...(isOurs ? [] : ["NOTICE"])];
  const missing = needed.filter((name) => !files.includes(name));
  if (missing.length > 0) throw new Error(`${folder} is packed without ${missing.join(" and ")}.`);
  const mapped = files.filter((path) => /\.(?:js|d\.ts)$/.test(path) && read(path).includes("//# sourceMappingURL="));
  if (mapped.length > 0) throw new Error(`${folder}/${mapped[0]} names a source map, and none is packed.`);
  const isWhole = isOurs
    ? read("LICENSE") === readFileSync(join(root, "LICENSE"), "utf8")
    : /AGREEMENT[\s\S]+Governing Law and Jurisdiction/.test(read("LICENSE"));
  if (!isWhole) throw new Error(`${folder}/LICENSE is not the whole text of its licence.`);
}

/** Installs the tarballs; what they depend on comes from the repository's own node_modules, so no network is needed. @param {readonly string[]} tarballs */
export function install(tarballs) {
  const manifests = folders.map(manifestOf);
  const own = Object.fromEntries(manifests.map(({ name }, index) => [name, `file:${tarballs[index]}`]));
  const others = manifests.flatMap(({ dependencies = {} }, index) =>
    Object.keys(dependencies)
      .filter((name) => !Object.hasOwn(own, name))
      .map((name) => [name, `file:${placeOf(name, folders[index] ?? "")}`]),
  );
  const dependencies = { ...Object.fromEntries(others), ...own };
  writeFileSync(
    join(scratch, "package.json"),
    JSON.stringify({ private: true, dependencies, overrides: dependencies }),
  );
  const quiet = [
    "--silent",
    "--ignore-scripts",
    "--no-audit",
    "--no-fund",
    "--no-package-lock",
    "--omit=dev",
    "--prefer-offline",
  ];
  run("npm", ["install", ...quiet], scratch);
}

/** Where npm put a dependency of a workspace: beside it, or at the top. @param {string} name @param {string} folder */
function placeOf(name, folder) {
  const places = [folder, "."].map((place) => join(root, place, "node_modules", name));
  return places.find((place) => existsSync(place)) ?? name;
}
