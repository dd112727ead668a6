// @ts-check
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { bin, entriesOf, folders, root, scratch, typed } from "./place.mjs";
import { run } from "./run.mjs";

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

/**
 * The first sample of the estimator's README and an import of every entry with types, compiled as hosts do: by
 * `moduleResolution` node10, which reads `main`, `types` and `typesVersions` (TypeScript 7 has dropped it, attw brings a 5), and nodenext.
 */
export function checkResolution() {
  const sample = /```js\n([\s\S]+?)```/.exec(readFileSync(join(root, "packages/estimator/README.md"), "utf8"))?.[1];
  const entries = entriesOf(
    folders.filter((folder) => typed.has(folder)),
    (entry) => entry.import?.types !== undefined,
  );
  const imports = entries.map((entry, index) => `import type * as entry${index} from "${entry}";`);
  const used = entries.map((_, index) => `typeof entry${index}`);
  const globals = "declare const console: { log(...values: unknown[]): void };";
  const host = `${imports.join("\n")}\n${sample}${globals}\nexport type All = [${used.join(", ")}];\n`;
  const settings = [
    { typescript: /** @type {const} */ (5), module: "ESNext", moduleResolution: "node10" },
    { typescript: /** @type {const} */ (5), module: "CommonJS", moduleResolution: "node10" },
    { typescript: /** @type {const} */ (5), module: "NodeNext", moduleResolution: "NodeNext" },
    { typescript: /** @type {const} */ (7), module: "NodeNext", moduleResolution: "NodeNext" },
  ];
  const { resolve } = createRequire(join(root, "node_modules/@arethetypeswrong/core/package.json"));
  const compilers = { 5: resolve("typescript/bin/tsc"), 7: join(root, "node_modules/typescript/bin/tsc") };
  for (const { typescript, ...resolution } of settings) {
    const file = resolution.module === "NodeNext" ? "host.mts" : "host.ts";
    writeFileSync(join(scratch, file), host);
    const compilerOptions = { ...resolution, lib: ["ES2023"], types: [], target: "ES2022", strict: true, noEmit: true };
    writeFileSync(join(scratch, "tsconfig.json"), JSON.stringify({ compilerOptions, files: [file] }));
    run(process.execPath, [compilers[typescript], "-p", scratch], scratch);
    console.log(
      `ok   ${entries.length} entries under ${resolution.moduleResolution}, ${resolution.module}: TypeScript ${typescript}`,
    );
  }
}
