// @ts-check
/** What a package promises, read from the declarations that the compiler wrote. */
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { parseSync } from "vite";
import { walkTree } from "../structure/modules.mjs";

/** @typedef {import("../structure/modules.mjs").Node} Node */
/** A declaration: its text without comments, the comment above it, and the file and node that it stands in. @typedef {{ name: string, text: string, comment: string, isType: boolean, file: string, node: Node }} Declaration */
/** @typedef {{ text: string, body: Node[], comments: { value: string, start: number, end: number }[] }} File */

/** @type {Map<string, File>} */
const files = new Map();

/** @param {string} path @returns {File} */
function open(path) {
  const known = files.get(path);
  if (known !== undefined) return known;
  const text = readFileSync(path, "utf8");
  const { program, comments } = parseSync(path, text);
  const file = { text, body: /** @type {any[]} */ (program.body), comments };
  files.set(path, file);
  return file;
}

/** The declarations behind a relative import. @param {string} from @param {string} path */
const beside = (from, path) => join(dirname(from), path.replace(/\.[jt]s$/, ".d.ts"));
/** @param {any} name @returns {string} */
const nameOf = (name) => name.name ?? name.value;

/** What a module gives away, by name: every declaration where it stands. @param {string} path @returns {Map<string, Declaration>} */
export function exportsOf(path) {
  /** @type {Map<string, Declaration>} */
  const found = new Map();
  for (const node of open(path).body) {
    if (node.type === "ExportAllDeclaration")
      for (const [name, declaration] of exportsOf(beside(path, node["source"].value))) found.set(name, declaration);
    if (node.type !== "ExportNamedDeclaration") continue;
    for (const name of namesIn(node["declaration"])) found.set(name, declared(path, name, node));
    for (const { local, exported } of node["specifiers"]) {
      const source = node["source"]?.value;
      const declaration = source?.startsWith(".")
        ? exportsOf(beside(path, source)).get(nameOf(local))
        : resolve(path, nameOf(local));
      if (declaration !== undefined) found.set(nameOf(exported), { ...declaration, name: nameOf(exported) });
    }
  }
  return found;
}

/** The declaration that a name means within a module; nothing for names of the language and of other packages. @param {string} path @param {string} name @returns {Declaration | undefined} */
export function resolve(path, name) {
  for (const node of open(path).body) {
    if (node.type === "ImportDeclaration" && node["source"].value.startsWith("."))
      for (const { local, imported } of node["specifiers"])
        if (nameOf(local) === name && imported)
          return exportsOf(beside(path, node["source"].value)).get(nameOf(imported));
    const holder = node.type === "ExportNamedDeclaration" ? node["declaration"] : node;
    if (namesIn(holder).includes(name)) return declared(path, name, node);
  }
  return undefined;
}

/** The names of types that a declaration uses. @param {Declaration} declaration @returns {string[]} */
export function usedBy({ node }) {
  /** @type {Set<string>} */
  const names = new Set();
  walkTree(node, (part) => {
    const used =
      part["typeName"] ?? part["exprName"] ?? (part.type.endsWith("Heritage") ? part["expression"] : undefined);
    if (used?.type === "Identifier") names.add(used.name);
  });
  return [...names];
}

/** @param {any} node @returns {string[]} */
function namesIn(node) {
  if (node === null || node === undefined) return [];
  if (node.type === "VariableDeclaration") return node.declarations.map((/** @type {any} */ { id }) => id.name);
  return /^(TS(Interface|TypeAlias|DeclareFunction)|Class|TSDeclare|Function)/.test(node.type) && node.id
    ? [node.id.name]
    : [];
}

/** @param {string} path @param {string} name @param {Node} node @returns {Declaration} */
function declared(path, name, node) {
  const { text, comments } = open(path);
  const [start, end] = [node["start"], node["end"]];
  const above = comments
    .filter((comment) => comment.end <= start && /^\s*$/.test(text.slice(comment.end, start)))
    .at(-1);
  const within = comments.filter((comment) => comment.start >= start && comment.end <= end);
  const bare = within.reduceRight(
    (rest, comment) => rest.slice(0, comment.start - start) + rest.slice(comment.end - start),
    text.slice(start, end),
  );
  const type = (node["declaration"] ?? node).type;
  return {
    name,
    text: bare.replaceAll(/\n\s*(?=\n)/g, ""),
    comment: above === undefined ? "" : commentText(above.value),
    isType: /Interface|TypeAlias/.test(type),
    file: path,
    node,
  };
}

/** The words of a comment, line by line. @param {string} value */
export function commentText(value) {
  return value
    .split("\n")
    .map((line) => line.replace(/^\s*\*+ ?/, ""))
    .join("\n")
    .trim();
}

/** The fields of an interface: name, the text of its type, and the comment above it. @param {Declaration} declaration */
export function fieldsOf({ file, node }) {
  const { text, comments } = open(file);
  const body = (node["declaration"] ?? node).body?.body ?? [];
  return body.map((/** @type {any} */ member) => {
    const above = comments
      .filter(({ end }) => end <= member.start && /^\s*$/.test(text.slice(end, member.start)))
      .at(-1);
    const type = member.typeAnnotation?.typeAnnotation;
    return {
      name: nameOf(member.key ?? { name: "" }),
      optional: Boolean(member.optional),
      type: type === undefined ? "" : text.slice(type.start, type.end),
      comment: above === undefined ? "" : commentText(above.value),
    };
  });
}
