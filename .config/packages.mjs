// @ts-check
/**
 * What a user of the packages will meet: a licence and a README in each, publint on the manifest, attw on the types, and
 * the packed tarballs installed into an empty folder, where the library loads by import and by require, without any of
 * this repository around it.
 */
import { execFileSync, spawnSync } from "node:child_process";
import { createRequire } from "node:module";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { runInNewContext } from "node:vm";
import { blocksOf, tasks } from "./tasks.mjs";

const root = fileURLToPath(new URL("../", import.meta.url));
const bin = join(root, "node_modules/.bin");
const folders = [...readdirSync(join(root, "packages")).map((name) => `packages/${name}`), "pricing", "apps/cli"];
/** Packages with types of their own. */
const typed = new Set(
  folders.filter((folder) => /"types":/.test(readFileSync(join(root, folder, "package.json"), "utf8"))),
);
/** A table of rows is no module; nothing else is left out. */
const attwRules = ["--exclude-entrypoints", "prices-v1.csv"];
const scratch = mkdtempSync(join(tmpdir(), "tunecast-packages-"));

try {
  const tarballs = folders.map((folder) => {
    const text = run(
      "npm",
      ["pack", "--json", "--silent", "--ignore-scripts", "--pack-destination", scratch],
      join(root, folder),
    );
    const [packed] = JSON.parse(text);
    const tarball = join(scratch, packed.filename);
    checkTexts(
      folder,
      packed.files.map((/** @type {{ path: string }} */ { path }) => path),
    );
    run(join(bin, "publint"), ["run", "--strict", tarball], root);
    if (typed.has(folder)) run(join(bin, "attw"), [tarball, ...attwRules], root);
    console.log(`ok   ${folder}: publint${typed.has(folder) ? ", attw" : ""}`);
    return tarball;
  });
  install(tarballs);
  check();
  checkSample();
  checkTasks();
  checkExamples();
  checkComponent();
  checkResolution();
} finally {
  rmSync(scratch, { recursive: true, force: true });
}

/**
 * A README in each package, the whole text of its licence (of ours the one at the top, of another's what that asks for),
 * and no name of a file that is not there.
 * @param {string} folder @param {readonly string[]} files
 */
function checkTexts(folder, files) {
  /** @param {string} path */
  const read = (path) => readFileSync(join(root, folder, path), "utf8");
  const isOurs = JSON.parse(read("package.json")).license === "MIT";
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
function install(tarballs) {
  const manifests = folders.map((folder) => JSON.parse(readFileSync(join(root, folder, "package.json"), "utf8")));
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

function check() {
  const question =
    '({ asOf: "2026-11-24", prices, job: { examples: 1000, tokensPerExample: 100, epochs: 3 }, only: { models: ["gpt-4o-mini-2024-07-18"], providers: ["openai"] } })';
  const print = `console.log(estimate${question}.offers.find(({ method }) => method === "sft").total.amount)`;
  writeFileSync(
    join(scratch, "load.mjs"),
    `import { estimate } from "@tunecast/estimator"; import { prices } from "@tunecast/pricing"; ${print}`,
  );
  writeFileSync(
    join(scratch, "load.cjs"),
    `const { estimate } = require("@tunecast/estimator"); const { prices } = require("@tunecast/pricing"); ${print}`,
  );
  const bills = ["load.mjs", "load.cjs"].map((file) => run(process.execPath, ["--no-warnings", file], scratch).trim());
  if (bills.some((bill) => bill !== "0.9"))
    throw new Error(`Got bills of ${bills.join(" and ")}, expected 0.9 by import and by require.`);
  const entries = folders.flatMap((folder) => {
    const { name, exports } = JSON.parse(readFileSync(join(root, folder, "package.json"), "utf8"));
    return Object.keys(exports)
      .filter((path) => exports[path].require !== undefined)
      .map((path) => path.replace(/^\./, name));
  });
  writeFileSync(join(scratch, "every.mjs"), entries.map((entry) => `await import("${entry}");`).join("\n"));
  writeFileSync(join(scratch, "every.cjs"), entries.map((entry) => `require("${entry}");`).join("\n"));
  for (const file of ["every.mjs", "every.cjs"]) run(process.execPath, [file], scratch);
  checkScripts(question, print);
  const command = run(process.execPath, ["node_modules/tunecast/bin/tunecast.js", "--version"], scratch).trim();
  console.log(`ok   installed from tarballs: import, require, tunecast ${command}`);
}

/** The two scripts of a plain page, in a context that has nothing of Node or of a browser. @param {string} question @param {string} print */
function checkScripts(question, print) {
  const places = ["estimator/dist/tunecast.global.js", "pricing/dist/prices.global.js"];
  const scripts = places.map((place) => readFileSync(join(scratch, "node_modules/@tunecast", place), "utf8"));
  /** @type {string[]} */
  const printed = [];
  const program = `const { estimate } = tunecast; const { prices } = tunecastPrices; ${print}`;
  runInNewContext([...scripts, program].join(";\n"), {
    console: { log: (/** @type {string} */ text) => printed.push(text) },
  });
  if (printed[0] !== "0.9") throw new Error(`The scripts of a page give ${printed[0]} for ${question}, expected 0.9.`);
}

/**
 * The sample of the dataset's README: compiled without the globals of a browser or of Node, declarations included, and run.
 */
function checkSample() {
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
 * What a stranger does, each from the guide alone in an empty folder: every block under a heading, line by line, programs
 * with what they say that they print.
 */
function checkTasks() {
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
function checkComponent() {
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
function checkExamples() {
  const place = join(root, "apps/guide/examples");
  const names = readdirSync(place).filter((name) => name.endsWith(".mjs"));
  for (const name of names) {
    const folder = join(scratch, name.replace(".mjs", ""));
    mkdirSync(folder);
    writeFileSync(join(folder, name), readFileSync(join(place, name), "utf8"));
    const printed = run(process.execPath, ["--no-warnings", name], folder);
    const expected = readFileSync(join(place, name.replace(".mjs", ".txt")), "utf8");
    if (printed !== expected) throw new Error(`${name} prints\n${printed}\nand its text says\n${expected}`);
  }
  console.log(`ok   ${names.length} examples of embedding: ${names.join(", ")}`);
}

/** @param {string} line @param {string} folder */
function runLine(line, folder) {
  const { status, stdout, stderr } = spawnSync("bash", ["-c", line], { cwd: folder, encoding: "utf8" });
  const expected = line.includes("# exit code 1") ? 1 : 0;
  if (status !== expected || (stdout === "" && !/[>]/.test(line)))
    throw new Error(`${line}\nended with ${status}, expected ${expected}.\n${stdout}${stderr}`);
}

/** @param {string} code @param {string} folder */
function runProgram(code, folder) {
  writeFileSync(join(folder, "program.mjs"), code);
  const printed = run(process.execPath, ["--no-warnings", "program.mjs"], folder).trim();
  const said = [...code.matchAll(/^console\.log\(.*\/\/ (.*)/gm)].map(([, text]) => text).join("\n");
  if (printed !== said) throw new Error(`A program of the guide prints\n${printed}\nand says that it prints\n${said}`);
}

/**
 * The first sample of the estimator's README and an import of every entry with types, compiled as hosts do: by
 * `moduleResolution` node10, which reads `main`, `types` and `typesVersions` (TypeScript 7 has dropped it, attw brings a 5), and nodenext.
 */
function checkResolution() {
  const sample = /```js\n([\s\S]+?)```/.exec(readFileSync(join(root, "packages/estimator/README.md"), "utf8"))?.[1];
  const entries = folders
    .filter((folder) => typed.has(folder))
    .flatMap((folder) => {
      const { name, exports } = JSON.parse(readFileSync(join(root, folder, "package.json"), "utf8"));
      return Object.keys(exports)
        .filter((path) => exports[path].import?.types !== undefined)
        .map((path) => path.replace(/^\./, name));
    });
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

/** Runs a program; its output is shown only where it fails. @param {string} program @param {readonly string[]} args @param {string} cwd */
function run(program, args, cwd) {
  try {
    return execFileSync(program, args, { cwd, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
  } catch (error) {
    const { stdout = "", stderr = "" } = /** @type {{ stdout?: string, stderr?: string }} */ (error);
    console.error(`${program} ${args.join(" ")}\n${stdout}${stderr}`);
    throw error;
  }
}
