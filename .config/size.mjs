// @ts-check
/**
 * What is shipped, measured on the published files beside its goal: single functions and the engine of the library, bundled by
 * four bundlers and gzipped; the scripts of the page; the installed library.
 *
 * A goal that is missed is printed with by how much, and stays where it is. Only a size above its ceiling fails.
 */
import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import * as esbuild from "esbuild";
import { rollup } from "rollup";
import { build } from "vite";
import webpack from "webpack";

const root = fileURLToPath(new URL("../", import.meta.url));

/** @typedef {{ readonly name: string, readonly bytes: number, readonly goal: number, readonly ceiling: number }} Measure */

/** A program that uses one value. @param {string} name @param {string} from */
const only = (name, from) => `import { ${name} } from "@tunecast/estimator${from}"; globalThis.answer = ${name};`;
const withPrices =
  'import { estimate } from "@tunecast/estimator"; import { prices } from "@tunecast/pricing"; globalThis.answer = (question) => estimate({ ...question, prices });';
/** Three of the providers that most people ask for. */
const threeProviders = `import { estimate } from "@tunecast/estimator"; import { bookOf } from "@tunecast/pricing/book"; ${["openai", "nebius", "mistral"].map((id) => `import { prices as ${id} } from "@tunecast/pricing/providers/${id}";`).join(" ")} globalThis.answer = (question) => estimate({ ...question, prices: bookOf(openai, nebius, mistral) });`;

const scratch = mkdtempSync(join(root, "node_modules/.size-"));
const entry = join(scratch, "entry.mjs");

/** What each bundler makes of the program, minified. @type {Readonly<Record<string, () => Promise<string>>>} */
const bundlers = {
  esbuild: async () => {
    const options = { entryPoints: [entry], bundle: true, minify: true, format: /** @type {const} */ ("esm") };
    const { outputFiles } = await esbuild.build({ ...options, write: false, logLevel: "error" });
    return outputFiles[0]?.text ?? "";
  },
  rollup: async () => {
    const conditions = new Set(["import", "default"]);
    /** @type {import("rollup").Plugin} */
    const resolve = {
      name: "node",
      resolveId: (id) =>
        id === "decimal.js"
          ? join(root, "node_modules/decimal.js/decimal.mjs")
          : id.startsWith("@")
            ? resolved(id, conditions)
            : null,
    };
    // As the manifests say it of every file, which rollup's own resolver of packages reads.
    const treeshake = { moduleSideEffects: (/** @type {string} */ id) => !id.includes("/dist/esm/") };
    const built = await rollup({ input: entry, plugins: [resolve], treeshake, onwarn: () => {} });
    const { output } = await built.generate({ format: "es" });
    return (await esbuild.transform(output[0].code, { minify: true, format: "esm" })).code;
  },
  webpack: () =>
    new Promise((done, failed) => {
      const output = { path: scratch, filename: "webpack.js" };
      webpack({ entry, output, mode: "production", target: "web", performance: false }, (error, stats) => {
        const wrong = error ?? stats?.compilation.errors[0];
        if (wrong) failed(wrong);
        else done(readFileSync(join(scratch, "webpack.js"), "utf8"));
      });
    }),
  Vite: async () => {
    const result = await build({
      root,
      configFile: false,
      logLevel: "error",
      build: { write: false, minify: true, target: "es2022", rollupOptions: { input: entry } },
    });
    const chunks = [result].flat().flatMap((one) => ("output" in one ? one.output : []));
    return chunks.map((chunk) => (chunk.type === "chunk" ? chunk.code : "")).join("");
  },
};

/** The published file of an entry. @param {string} id @param {ReadonlySet<string>} conditions */
function resolved(id, conditions) {
  const [scope, name, ...path] = id.split("/");
  const folder = realpathSync(join(root, "node_modules", `${scope}/${name}`));
  const { exports } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  const target = exports[path.length === 0 ? "." : `./${path.join("/")}`] ?? exports[`./${path[0]}/*`];
  const chosen = Object.entries(target).find(([condition]) => conditions.has(condition))?.[1];
  return { id: join(folder, (chosen.default ?? chosen).replace("*", path.at(-1))), moduleSideEffects: false };
}

/** The largest that a program costs an application under one of the bundlers. @param {string} program */
async function bundled(program) {
  writeFileSync(entry, program);
  const sizes = [];
  for (const [name, make] of Object.entries(bundlers)) sizes.push([name, gzipped(await make())]);
  sizes.sort(([, a], [, b]) => Number(b) - Number(a));
  return { bytes: Number(sizes[0]?.[1]), detail: sizes.map(([name, bytes]) => `${name} ${bytes}`).join(", ") };
}

/**
 * The bytes of the scripts until the fields of the page answer; with `figures` also of those, fetched after the first
 * paint, with which the reader's own figures come.
 *
 * @param {boolean} [figures]
 */
function firstLoad(figures = false) {
  const folder = join(root, "apps/calculator/dist");
  const html = readFileSync(join(folder, "index.html"), "utf8");
  const linked = [...html.matchAll(/<(?:script|link)\b[^>]*?(?:src|href)="([^"]+\.js)"/g)].map(
    (match) => match[1] ?? "",
  );
  const files = new Set(linked.map((address) => join(folder, address)));
  // The page that the build wrote is painted before either is asked for.
  for (const part of figures ? ["main", "figures"] : ["main"]) {
    const script = readdirSync(join(folder, "assets")).find(
      (name) => name.startsWith(`${part}-`) && name.endsWith(".js"),
    );
    if (script === undefined) throw new Error(`The built page has no script ${part}.`);
    files.add(join(folder, "assets", script));
  }
  // Static imports of a script are loaded with it.
  for (const file of files) {
    const text = readFileSync(file, "utf8");
    for (const match of text.matchAll(
      /(?:^|[;}\s])(?:import|export)\s*(?:[\w*{][^"'`;()]*?from\s*)?["'](\.[^"']+\.js)["']/g,
    ))
      files.add(join(dirname(file), match[1] ?? ""));
  }
  return [...files].reduce((sum, file) => sum + gzipped(readFileSync(file)), 0);
}

/** The unpacked bytes of the packages that `npm install @tunecast/estimator @tunecast/pricing` brings. */
function installed() {
  const workspaces = ["packages/estimator", "pricing"];
  const own = workspaces.map((folder) => {
    const text = execFileSync("npm", ["pack", "--dry-run", "--json", "--silent", "--ignore-scripts"], {
      cwd: join(root, folder),
      encoding: "utf8",
    });
    return JSON.parse(text)[0].unpackedSize;
  });
  const { dependencies = {} } = JSON.parse(readFileSync(join(root, "packages/estimator/package.json"), "utf8"));
  const others = Object.keys(dependencies).map((name) => folderBytes(join(root, "node_modules", name)));
  return [...own, ...others].reduce((sum, bytes) => sum + bytes, 0);
}

/** @param {string} folder */
function folderBytes(folder) {
  const files = readdirSync(folder, { withFileTypes: true, recursive: true }).filter((entry) => entry.isFile());
  return files.reduce((sum, { parentPath, name }) => sum + statSync(join(parentPath, name)).size, 0);
}

/**
 * The median time from a cold start to the first answer, ours and that of genai-prices, one after the other in processes of
 * their own: on a busy machine only their ratio says something.
 */
function firstAnswers() {
  const programs = {
    ours: 'import { quote } from "@tunecast/estimator"; import { prices } from "@tunecast/pricing"; if (!quote({ asOf: "2026-11-24", prices, provider: "together", model: "llama-3.1-8b", examples: 100, tokensPerExample: 500 }).ok) throw 0;',
    theirs:
      'import { calcPrice } from "@pydantic/genai-prices"; if (calcPrice({ input_tokens: 1000, output_tokens: 100 }, "gpt-4.1", { providerId: "openai" }) === null) throw 0;',
    nothing: "",
  };
  /** @type {Record<string, number[]>} */
  const times = { ours: [], theirs: [], nothing: [] };
  for (let run = 0; run < 9; run += 1)
    for (const [name, program] of Object.entries(programs)) {
      const start = performance.now();
      execFileSync(process.execPath, ["--input-type=module", "-e", program], { cwd: root });
      times[name]?.push(performance.now() - start);
    }
  const median = (/** @type {string} */ name) => times[name]?.sort((a, b) => a - b)[4] ?? 0;
  return { ours: median("ours") - median("nothing"), theirs: median("theirs") - median("nothing") };
}

/** @param {string | Uint8Array} content */
function gzipped(content) {
  return gzipSync(content, { level: 9 }).length;
}

/** Goals are what was set out for, never the figures reached; a ceiling catches what lands by accident. @type {readonly [string, string, number, number][]} */
const programs = [
  ["a bare import", 'import "@tunecast/estimator"; import "@tunecast/pricing";', 100, 1000],
  ["doublingRule", only("doublingRule", "/curve"), 3000, 3000],
  ["moneyText", only("moneyText", "/text"), 14_000, 1500],
  ["explain", only("explain", ""), 15_000, 12_000],
  ["engine without prices", only("estimate", ""), 25_000, 52_000],
  ["engine with the prices of three providers", threeProviders, 29_000, 56_000],
  ["engine with all prices", withPrices, 48_000, 73_000],
];
/** @type {(Measure & { readonly detail?: string })[]} */
const measures = [
  { name: "scripts of the page's first load, gzip", bytes: firstLoad(), goal: 23_000, ceiling: 60_000 },
  { name: "scripts until the page's own figures, gzip", bytes: firstLoad(true), goal: 90_000, ceiling: 175_000 },
  { name: "library with all prices, installed", bytes: installed(), goal: 4_000_000, ceiling: 10_000_000 },
];
try {
  for (const [name, program, goal, ceiling] of programs)
    measures.push({ name: `${name}, bundled, gzip`, goal, ceiling, ...(await bundled(program)) });
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
const kilobytes = (/** @type {number} */ bytes) => `${(bytes / 1000).toFixed(1)} kB`;
for (const { name, bytes, goal, ceiling, detail } of measures) {
  const beside = bytes <= goal ? "reached" : `missed by ${kilobytes(bytes - goal)}`;
  const over = bytes > ceiling ? `; OVER its ceiling of ${kilobytes(ceiling)}` : "";
  const each = detail === undefined ? "" : ` (${detail})`;
  console.log(`${kilobytes(bytes).padStart(10)}  ${name}: goal ${kilobytes(goal)} ${beside}${over}${each}`);
}
const { ours, theirs } = firstAnswers();
console.log(
  `${(ours / theirs).toFixed(2).padStart(8)}    first answer after a cold import, against genai-prices (${ours.toFixed(0)} and ${theirs.toFixed(0)} ms here): goal 1.3 (45 and 34 ms) ${ours <= 1.3 * theirs ? "reached" : "missed"}`,
);
if (measures.some(({ bytes, ceiling }) => bytes > ceiling)) process.exitCode = 1;
