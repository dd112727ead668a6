// @ts-check
/**
 * What is shipped, measured on the built files beside its goal: single functions and the engine of the library,
 * bundled and gzipped; the scripts of the page; the installed library.
 *
 * A goal that is missed is printed with by how much, and stays where it is. Only a size above its ceiling, which
 * something large landed in by accident, fails.
 */
import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { build } from "vite";

const root = fileURLToPath(new URL("../", import.meta.url));

/** @typedef {{ readonly name: string, readonly bytes: number, readonly goal: number, readonly ceiling: number }} Measure */

const withPrices =
  'import { estimate } from "@tunecast/estimator"; import { prices } from "@tunecast/pricing"; globalThis.answer = (question) => estimate({ ...question, prices });';
const alone = 'import { estimate } from "@tunecast/estimator"; globalThis.answer = estimate;';

/** The bytes that a program costs an application that bundles it. @param {string} program @param {readonly string[]} [external] packages that are left out @returns {Promise<number>} */
async function bundled(program, external = []) {
  const entry = "\0entry";
  const result = await build({
    root,
    configFile: false,
    logLevel: "error",
    plugins: [
      {
        name: "entry",
        resolveId: (id) => (id === "entry" ? entry : null),
        load: (id) => (id === entry ? program : null),
      },
    ],
    build: { write: false, minify: true, target: "es2022", rollupOptions: { input: "entry", external: [...external] } },
  });
  const outputs = Array.isArray(result) ? result : [result];
  const chunks = outputs.flatMap((one) => ("output" in one ? one.output : []));
  return chunks.reduce((sum, chunk) => sum + (chunk.type === "chunk" ? gzipped(chunk.code) : 0), 0);
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

/** @param {string} folder @returns {number} */
function folderBytes(folder) {
  return readdirSync(folder, { withFileTypes: true }).reduce((sum, entry) => {
    const path = join(folder, entry.name);
    return sum + (entry.isDirectory() ? folderBytes(path) : statSync(path).size);
  }, 0);
}

/** @param {string | Uint8Array} content */
function gzipped(content) {
  return gzipSync(content, { level: 9 }).length;
}

/** @param {string} name @param {string} from @returns {string} a program that uses one function */
const only = (name, from) => `import { ${name} } from "@tunecast/estimator${from}"; globalThis.answer = ${name};`;

/** Goals are what was set out for, never the figures reached. @type {readonly Measure[]} */
const measures = [
  {
    name: "doublingRule, bundled, gzip",
    bytes: await bundled(only("doublingRule", "/curve")),
    goal: 3000,
    ceiling: 40_000,
  },
  {
    name: "moneyText, bundled, gzip",
    bytes: await bundled(only("moneyText", "/parts")),
    goal: 14_000,
    ceiling: 40_000,
  },
  { name: "explain, bundled, gzip", bytes: await bundled(only("explain", "")), goal: 15_000, ceiling: 50_000 },
  { name: "engine without prices, bundled, gzip", bytes: await bundled(alone), goal: 25_000, ceiling: 60_000 },
  { name: "engine with all prices, bundled, gzip", bytes: await bundled(withPrices), goal: 48_000, ceiling: 80_000 },
  { name: "scripts of the page's first load, gzip", bytes: firstLoad(), goal: 23_000, ceiling: 60_000 },
  { name: "scripts until the page's own figures, gzip", bytes: firstLoad(true), goal: 90_000, ceiling: 175_000 },
  { name: "library with all prices, installed", bytes: installed(), goal: 8_000_000, ceiling: 10_000_000 },
];
const kilobytes = (/** @type {number} */ bytes) => `${(bytes / 1000).toFixed(1)} kB`;
for (const { name, bytes, goal, ceiling } of measures) {
  const beside = bytes <= goal ? "reached" : `missed by ${kilobytes(bytes - goal)}`;
  const over = bytes > ceiling ? `; OVER its ceiling of ${kilobytes(ceiling)}` : "";
  console.log(`${kilobytes(bytes).padStart(10)}  ${name}: goal ${kilobytes(goal)} ${beside}${over}`);
}
if (measures.some(({ bytes, ceiling }) => bytes > ceiling)) process.exitCode = 1;
