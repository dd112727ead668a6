// @ts-check
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { runInNewContext } from "node:vm";
import { inChromium } from "./chromium.mjs";
import { run } from "../packages/run.mjs";
import { programs } from "./lines.mjs";

/**
 * A host: what it needs from the registry, the files of a project in it, and how what it says is got out of it.
 *
 * @typedef {{ name: string, needs: Readonly<Record<string, string>>, files: Readonly<Record<string, string>>, ask: (folder: string) => string | readonly string[] | Promise<string | readonly string[]> }} Host
 */

const { esm, cjs, lines, required } = programs;
const page = `${lines}
document.title = said;
const worker = new Worker(new URL("./worker.js", import.meta.url), { type: "module" });
worker.addEventListener("message", ({ data }) => { document.body.textContent = data; });
`;
const worker = `${lines}\npostMessage(said);\n`;
const saved = `require("node:fs").writeFileSync("said.txt", said);`;
/** @param {string} folder @param {string} [name] */
const text = (folder, name = "said.txt") => readFileSync(join(folder, name), "utf8");
/** @param {string} name @param {string} folder */
const bin = (name, folder) => join(folder, "node_modules/.bin", name);

/** @type {readonly Host[]} */
export const hosts = [
  {
    name: "Node, import",
    needs: {},
    files: { "main.mjs": esm },
    ask: (folder) => run(process.execPath, ["main.mjs"], folder),
  },
  {
    name: "Node, require",
    needs: {},
    files: { "main.cjs": cjs },
    ask: (folder) => run(process.execPath, ["main.cjs"], folder),
  },
  ...["22.23.3", "24.9.0"].map((version) => ({
    name: `Node ${version.slice(0, 2)}, import and require`,
    needs: { node: version },
    files: { "main.mjs": esm, "main.cjs": cjs },
    ask: (/** @type {string} */ folder) =>
      ["main.mjs", "main.cjs"].map((file) => run(bin("node", folder), [file], folder)),
  })),
  {
    name: "Jest, as it comes",
    needs: { jest: "30.5.2" },
    files: { "lines.test.js": `${required}\ntest("lines", () => { expect(said).toBeTruthy(); ${saved} });` },
    ask: (folder) => (run(bin("jest", folder), [], folder), text(folder)),
  },
  {
    name: "Vitest",
    needs: { vitest: "4.1.12", vite: "8.3.8" },
    files: {
      "lines.test.mjs": `import { expect, test } from "vitest";\nimport { writeFileSync } from "node:fs";\n${lines}\ntest("lines", () => { expect(said).toBeTruthy(); writeFileSync("said.txt", said); });`,
    },
    ask: (folder) => (run(bin("vitest", folder), ["run"], folder), text(folder)),
  },
  {
    name: "Vite: page and module worker in Chromium",
    needs: { vite: "8.3.8" },
    files: {
      "index.html": `<!doctype html><meta charset="utf-8"><title></title><body></body><script type="module" src="/main.js"></script>`,
      "main.js": page,
      "worker.js": worker,
      "vite.config.mjs": `export default { worker: { format: "es" } };`,
    },
    ask: (folder) => (run(bin("vite", folder), ["build"], folder), inChromium(join(folder, "dist"))),
  },
  {
    name: "webpack: page and worker in Chromium",
    needs: { webpack: "5.112.2" },
    files: {
      "dist/index.html": `<!doctype html><meta charset="utf-8"><title></title><body></body><script src="main.js"></script>`,
      "src/index.js": page,
      "src/worker.js": worker,
      "build.cjs": `require("webpack")({ mode: "production" }, (fault, stats) => { if (fault || stats.hasErrors()) { console.error(fault || stats.toString()); process.exitCode = 1; } });`,
    },
    ask: (folder) => (run(process.execPath, ["build.cjs"], folder), inChromium(join(folder, "dist"))),
  },
  {
    name: "esbuild: ES module, CommonJS, script",
    needs: { esbuild: "0.28.2" },
    files: { "main.js": esm },
    ask: (folder) => {
      const build = (/** @type {readonly string[]} */ options) =>
        run(bin("esbuild", folder), ["main.js", "--bundle", "--log-level=error", ...options], folder);
      build(["--format=esm", "--platform=node", "--outfile=out.mjs"]);
      build(["--format=cjs", "--platform=node", "--outfile=out.cjs"]);
      build(["--format=iife", "--target=es2019", "--minify", "--outfile=out.js"]);
      /** @type {string[]} */
      const printed = [];
      runInNewContext(text(folder, "out.js"), { console: { log: (/** @type {string} */ line) => printed.push(line) } });
      return [...["out.mjs", "out.cjs"].map((file) => run(process.execPath, [file], folder)), ...printed];
    },
  },
  {
    name: "Next.js (Turbopack): server and client component",
    needs: { next: "16.4.6", react: "19.3.1", "react-dom": "19.3.1" },
    files: {
      "app/layout.js": `export default function Layout({ children }) { return <html><body>{children}</body></html>; }`,
      "app/page.js": `import Client from "./client.js";\n${lines}\nexport default function Page() { return <main><i>{said}</i><Client /></main>; }`,
      "app/client.js": `"use client";\n${lines}\nexport default function Client() { return <b>{said}</b>; }`,
    },
    ask: (folder) => {
      run(bin("next", folder), ["build"], folder);
      const html = text(folder, ".next/server/app/index.html");
      return [/<i>(.*?)<\/i>/, /<b>(.*?)<\/b>/].map((mark) => mark.exec(html)?.[1] ?? "nothing");
    },
  },
  {
    name: "workerd (Cloudflare Workers)",
    needs: { miniflare: "4.20260730.0", esbuild: "0.28.2" },
    files: {
      "worker.js": `${lines}\nexport default { fetch: () => new Response(said) };`,
      "main.mjs": `import { Miniflare } from "miniflare";
const flare = new Miniflare({ modules: true, scriptPath: "out.mjs" });
console.log(await (await flare.dispatchFetch("http://localhost/")).text());
await flare.dispose();`,
    },
    ask: (folder) => {
      run(bin("esbuild", folder), ["worker.js", "--bundle", "--format=esm", "--outfile=out.mjs"], folder);
      return run(process.execPath, ["main.mjs"], folder);
    },
  },
  {
    name: "Deno",
    needs: { deno: "2.9.6" },
    files: { "main.mjs": esm },
    ask: (folder) => run(bin("deno", folder), ["run", "--quiet", "--no-prompt", "main.mjs"], folder),
  },
  {
    name: "Bun",
    needs: { bun: "1.4.5" },
    files: { "main.mjs": esm, "main.cjs": cjs },
    ask: (folder) => ["main.mjs", "main.cjs"].map((file) => run(bin("bun", folder), [file], folder)),
  },
];
