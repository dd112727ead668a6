// @ts-check
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { exportsOf, fieldsOf } from "./declarations.mjs";

const dist = fileURLToPath(new URL("../../packages/", import.meta.url));
const lists = [
  { file: "estimator/dist/contract/problems", interface: "QuestionProblems", title: "Problems of a question" },
  { file: "estimator/dist/contract/problems", interface: "OfferProblems", title: "Reasons why an offer is refused" },
  { file: "estimator/dist/contract/problems", interface: "DataProblems", title: "Problems of data and profiles" },
  {
    file: "estimator/dist/contract/problems",
    interface: "PlanProblems",
    title: "Problems of a plan, a decision or a comparison",
  },
  { file: "estimator/dist/contract/problems", interface: "GpuProblems", title: "Problems of one's own GPUs" },
  { file: "estimator/dist/contract/notes", interface: "NoteFacts", title: "Assumptions and notices of an answer" },
  {
    file: "gpu/dist/words/notes",
    interface: "GpuNoteFacts",
    title: "Assumptions and notices of an answer about GPUs",
  },
];

/** Every kind with its facts, as a document. @returns {Map<string, string>} by path */
export function kinds() {
  const parts = lists.map(({ file, interface: name, title }) => {
    const declaration = exportsOf(join(dist, `${file}.d.ts`)).get(name);
    if (declaration === undefined) throw new Error(`${file}.d.ts has no ${name}.`);
    const rows = fieldsOf(declaration).map(
      (/** @type {{ name: string, type: string }} */ field) => `| \`${field.name}\` | ${factsOf(field.type)} |`,
    );
    return [`## ${title}`, "", "| kind | facts |", "|---|---|", ...rows, ""].join("\n");
  });
  const head = [
    "# Kinds",
    "",
    "What an answer says, as data: `kind` is the promise, the facts are what its sentence is made of, and `sentence` may be worded",
    "anew at any time. A newer version may have more kinds; read past those that you do not know. Written by `npm run contracts`.",
    "",
  ];
  return new Map([["packages/estimator/KINDS.md", `${[...head, ...parts].join("\n").trimEnd()}\n`]]);
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
