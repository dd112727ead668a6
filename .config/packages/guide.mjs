// @ts-check
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { blocksOf, tasks } from "../tasks.mjs";
import { bin, root, scratch } from "./place.mjs";
import { run, runLine, runProgram } from "./run.mjs";

/**
 * What a stranger does, each from the guide alone in an empty folder: every block under a heading, line by line, programs
 * with what they say that they print.
 */
export function checkTasks() {
  for (const task of tasks) {
    const folder = join(scratch, task.heading.replaceAll(/\W+/g, "-"));
    mkdirSync(folder);
    for (const { language, code } of blocksOf(task))
      if (language === "sh") for (const line of code.trim().split("\n")) runLine(line, folder);
      else runProgram(code, folder);
  }
  const headings = tasks.map(({ heading }) => heading).join("; ");
  console.log(`ok   ${tasks.length} tasks of the guide, each in an empty folder: ${headings}`);
}

/** The component of the guide, in a project that writes JSX: compiled strictly from the tarballs, and rendered. */
export function checkComponent() {
  const page = readFileSync(join(root, "apps/guide/embedding.md"), "utf8");
  const code = /```tsx\n([\s\S]+?)```/.exec(page)?.[1] ?? "";
  const folder = join(scratch, "component");
  mkdirSync(folder);
  const compilerOptions = {
    strict: true,
    target: "ES2022",
    lib: ["ES2023", "DOM"],
    types: [],
    module: "ESNext",
    moduleResolution: "bundler",
    jsx: "react-jsx",
    jsxImportSource: "preact",
    skipLibCheck: true,
    paths: { "preact/*": [join(root, "node_modules/preact/*")], preact: [join(root, "node_modules/preact")] },
  };
  writeFileSync(join(folder, "CostEstimate.tsx"), code);
  writeFileSync(join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions, files: ["CostEstimate.tsx"] }));
  run(join(bin, "tsc"), ["-p", folder], root);
  const models = ["gpt-4.1-mini-2025-04-14", "gpt-3.5-turbo-0125"].map((name) => ({ provider: "openai", name }));
  const written = readFileSync(join(folder, "CostEstimate.js"), "utf8").replaceAll(
    '"preact/jsx-runtime"',
    JSON.stringify(join(root, "node_modules/preact/jsx-runtime/dist/jsxRuntime.mjs")),
  );
  writeFileSync(
    join(folder, "CostEstimate.mjs"),
    `${written}\nfor (const model of ${JSON.stringify(models)}) console.log([CostEstimate({ model, examples: 8000, tokensPerExample: 600, today: "2026-11-24" }).props.children].flat().join(""));`,
  );
  const [priced, refused] = run(process.execPath, ["CostEstimate.mjs"], folder).trim().split("\n");
  if (
    !/^Estimated training cost: \$\d+\.\d\d \(.*\), price of \d{4}-\d\d-\d\d$/.test(priced ?? "") ||
    !/20\d\d/.test(refused ?? "")
  )
    throw new Error(`The component of the guide says\n${priced}\n${refused}`);
  console.log(`ok   the component of the guide: compiled, says "${priced}"`);
}

/** The examples of embedding, each in an empty folder, print what stands beside them. */
export function checkExamples() {
  const place = join(root, "apps/guide/examples");
  const names = readdirSync(place).filter((name) => name.endsWith(".mjs"));
  for (const name of names) {
    const folder = join(scratch, name.replace(".mjs", ""));
    mkdirSync(folder);
    writeFileSync(join(folder, name), readFileSync(join(place, name), "utf8"));
    const printed = run(process.execPath, ["--no-warnings", name], folder);
    const text = join(place, name.replace(".mjs", ".txt"));
    if (process.env["EXAMPLES"] === "write") writeFileSync(text, printed);
    const expected = readFileSync(text, "utf8");
    if (printed !== expected) throw new Error(`${name} prints\n${printed}\nand its text says\n${expected}`);
  }
  console.log(`ok   ${names.length} examples of embedding: ${names.join(", ")}`);
}

/**
 * The sample of the dataset's README: compiled without the globals of a browser or of Node, declarations included, and run.
 */
export function checkSample() {
  const sample = /```js\n([\s\S]+?)```/.exec(readFileSync(join(root, "packages/dataset/README.md"), "utf8"))?.[1];
  const file = "declare const file: { readonly name: string; stream(): AsyncIterable<Uint8Array> };";
  writeFileSync(join(scratch, "sample.mts"), `${sample}\n${file}\n`);
  const compilerOptions = {
    lib: ["ES2023"],
    types: [],
    target: "ES2023",
    module: "NodeNext",
    strict: true,
    exactOptionalPropertyTypes: true,
    skipLibCheck: false,
    noEmit: true,
  };
  writeFileSync(join(scratch, "tsconfig.json"), JSON.stringify({ compilerOptions, files: ["sample.mts"] }));
  run(join(bin, "tsc"), ["-p", scratch], scratch);
  const message = { messages: ["user", "assistant"].map((role) => ({ role, content: "Hello" })) };
  const text = JSON.stringify(`${JSON.stringify(message)}\n`.repeat(10));
  writeFileSync(
    join(scratch, "sample.mjs"),
    `import { File } from "node:buffer"; const file = new File([${text}], "hello.jsonl");\n${sample}\nconsole.log(answer.offers.length);`,
  );
  const offers = Number(run(process.execPath, ["--no-warnings", "sample.mjs"], scratch));
  if (!(offers > 0)) throw new Error("The sample of packages/dataset/README.md gives no offer.");
  console.log("ok   the sample of packages/dataset/README.md: compiled, run");
}
