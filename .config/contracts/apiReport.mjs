// @ts-check
import { existsSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { exportsOf, resolve, usedBy } from "./declarations.mjs";

const root = fileURLToPath(new URL("../../", import.meta.url));
const folders = ["packages/estimator", "packages/dataset", "packages/gpu", "pricing"];

/** @typedef {import("./declarations.mjs").Declaration} Declaration */

/** The entries of the packages that have types: the name to import, and what it gives away. @returns {{ folder: string, entry: string, declarations: Declaration[] }[]} */
export function entries() {
  return folders.flatMap((folder) => {
    const { name, exports } = JSON.parse(readFileSync(join(root, folder, "package.json"), "utf8"));
    return Object.keys(exports).flatMap((path) => {
      const file = join(root, folder, "dist", `${path === "." ? "index" : path.slice(2)}.d.ts`);
      if (!exports[path].import?.types || !existsSync(file)) return [];
      const declarations = [...exportsOf(file).values()].sort((a, b) => (a.name < b.name ? -1 : 1));
      return [{ folder, entry: path.replace(/^\./, name), declarations }];
    });
  });
}

/** The types that an entry's declarations name and that are not given away under a name of their own. @param {readonly Declaration[]} declarations @returns {Declaration[]} */
export function behind(declarations) {
  const known = new Map(declarations.map((declaration) => [idOf(declaration), declaration]));
  const own = new Set(known.keys());
  for (const declaration of known.values())
    for (const name of usedBy(declaration)) {
      const used = resolve(declaration.file, name);
      if (used !== undefined && !known.has(idOf(used))) known.set(idOf(used), used);
    }
  return [...known]
    .flatMap(([id, declaration]) => (own.has(id) ? [] : [declaration]))
    .sort((a, b) => (idOf(a) < idOf(b) ? -1 : 1));
}

/** The promises of a package as text: what changes here changes for those who build upon it. @returns {Map<string, string>} by path */
export function apiReports() {
  const all = entries();
  return new Map(
    folders.map((folder) => {
      const own = all.filter((entry) => entry.folder === folder);
      const given = own.flatMap(({ entry, declarations }) => [
        `// ${entry}`,
        ...declarations.map(({ text }) => text),
        "",
      ]);
      const named = behind(own.flatMap(({ declarations }) => declarations));
      const rest = named.length > 0 ? ["// named by these", ...named.map(({ text }) => text), ""] : [];
      const head = `// What ${own[0]?.entry} promises. Written by \`npm run contracts\`; the check compares it.`;
      return [`${folder}/api.txt`, [head, "", ...given, ...rest].join("\n")];
    }),
  );
}

/** @param {Declaration} declaration */
function idOf({ file, node, name }) {
  return `${relative(root, file)} ${node["start"]} ${node["declaration"]?.type === "VariableDeclaration" ? name : ""}`;
}
