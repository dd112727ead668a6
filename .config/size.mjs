// @ts-check
/**
 * Budgets of what is shipped, measured on the built files:
 * the library with all prices, bundled and gzipped; the scripts of the first load of the page; the installed library.
 */
import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { build } from "vite";

const root = fileURLToPath(new URL("../", import.meta.url));

/** @typedef {{ readonly name: string, readonly bytes: number, readonly limit: number }} Measure */

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

/** @type {readonly Measure[]} */
const measures = [
  { name: "library with all prices, bundled, gzip", bytes: await bundled(withPrices), limit: 61_500 },
  { name: "library without prices and decimal.js, gzip", bytes: await bundled(alone, ["decimal.js"]), limit: 34_000 },
  { name: "scripts of the page's first load, gzip", bytes: firstLoad(), limit: 23_000 },
  { name: "scripts until the page's own figures, gzip", bytes: firstLoad(true), limit: 113_500 },
  { name: "library with all prices, installed (ES modules, CommonJS, script)", bytes: installed(), limit: 8_000_000 },
];
for (const { name, bytes, limit } of measures) {
  const mark = bytes <= limit ? "ok  " : "OVER";
  console.log(`${mark} ${(bytes / 1000).toFixed(1).padStart(7)} kB of ${limit / 1000} kB  ${name}`);
}
if (measures.some(({ bytes, limit }) => bytes > limit)) process.exitCode = 1;
