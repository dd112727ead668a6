// @ts-check
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseSync } from "vite";
import { exportsOf, fieldsOf } from "./declarations.mjs";

const packages = fileURLToPath(new URL("../../packages/", import.meta.url));
/** Problems, whose facts the tables of their words declare, and notes, whose facts are interfaces. */
const lists = [
  { file: "estimateProblems.ts", name: "ofTheQuestion", title: "Problems of a question" },
  { file: "estimateProblems.json", name: "unknownNames", title: "Names that nothing has" },
  { file: "estimateProblems.ts", name: "ofAnOffer", title: "Reasons why an offer is refused" },
  { file: "explain.ts", name: "ofData", title: "Problems of data and profiles" },
  { file: "explainDecision.ts", name: "ofADecision", title: "Problems of a decision" },
  { file: "explain.ts", name: "ofAPlan", title: "Problems of a plan, a run or a job" },
  { file: "explain.ts", name: "ofSelfHosting", title: "Problems of one's own GPUs" },
  { file: "explain.ts", name: "ofARun", title: "Problems of a run that share the name of another" },
  { file: "estimator/dist/contract/notes", name: "NoteFacts", title: "Assumptions and notices of an answer" },
  { file: "gpu/dist/words/notes", name: "GpuNoteFacts", title: "Assumptions and notices of an answer about GPUs" },
];

/** Every kind with its facts, as a document. @returns {Map<string, string>} by path */
export function kinds() {
  const parts = lists.map(({ file, name, title }) => {
    const rows = (/\.(?:ts|json)$/.test(file) ? declaredIn(file, name) : declaredBy(file, name)).map(
      ([kind, type]) => `| \`${kind}\` | ${factsOf(type)} |`,
    );
    return [`## ${title}`, "", "| kind | facts |", "|---|---|", ...rows, ""].join("\n");
  });
  const head = [
    "# Kinds",
    "",
    "What an answer says, as data: `kind` is the promise, the facts are what its sentence is made of, and `sentence` may be worded",
    "anew at any time. A newer version may have more kinds; read past those that you do not know. `Texts` are",
    "strings, `Counts` numbers, `Lists` lists of strings, `Names` strings with a list `known`, `Field` strings with `field` and `path`.",
    "Written by `npm run contracts`.",
    "",
  ];
  return new Map([["packages/estimator/KINDS.md", `${[...head, ...parts].join("\n").trimEnd()}\n`]]);
}

/** The kinds of a table of words, each with the type of its facts. @param {string} file @param {string} name @returns {(readonly [kind: string, type: string])[]} */
function declaredIn(file, name) {
  const path = join(packages, "estimator/src/words", file);
  const text = readFileSync(path, "utf8");
  if (file.endsWith(".json"))
    return Object.keys(JSON.parse(text)[name]).map((fact) => [`unknown_${fact}`, `Names<"${fact}">`]);
  const declared = /** @type {any[]} */ (parseSync(path, text).program.body).flatMap((node) => node.declarations ?? []);
  const table = declared.find(({ id }) => id.name === name);
  if (table === undefined) throw new Error(`${file} has no ${name}.`);
  return table.init.properties.map((/** @type {any} */ { key, value }) => {
    const type = value.params?.[0]?.typeAnnotation.typeAnnotation;
    return [key.name, type === undefined ? "object" : text.slice(type.start, type.end)];
  });
}

/** The kinds of an interface. @param {string} file @param {string} name @returns {(readonly [kind: string, type: string])[]} */
function declaredBy(file, name) {
  const declaration = exportsOf(join(packages, `${file}.d.ts`)).get(name);
  if (declaration === undefined) throw new Error(`${file}.d.ts has no ${name}.`);
  return fieldsOf(declaration).map((/** @type {{ name: string, type: string }} */ { name: kind, type }) => [
    kind,
    type,
  ]);
}

/** @param {string} type */
function factsOf(type) {
  const bare = type
    .replaceAll(/\/\*[\s\S]*?\*\//g, "")
    .replaceAll("readonly ", "")
    .replaceAll(/\s+/g, " ")
    .replaceAll(" | undefined", "")
    .trim();
  return bare === "object" ? "none" : `\`${bare.replaceAll("|", "\\|")}\``;
}
