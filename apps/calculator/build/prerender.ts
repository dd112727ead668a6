import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import preact from "@preact/preset-vite";
import { build, minifySync, type Plugin, runnerImport } from "vite";

const root = new URL("..", import.meta.url).pathname;
const conditions = ["@tunecast/source", "module", "node", "development|production"];

/** Shows the answer of the build, unless the address asks something else. */
const early: string = minifySync(
  "early.js",
  readFileSync(new URL("early.js", import.meta.url), "utf8").replaceAll(/^\/\*[^]*?\*\/\n/gu, ""),
).code;

/** Shows the verdict that a link carries, and its figures once they are read. */
const said: string = await bundled("said.ts");

async function bundled(file: string): Promise<string> {
  const result = await build({
    root,
    configFile: false,
    logLevel: "error",
    resolve: { conditions },
    build: {
      write: false,
      minify: true,
      target: "es2022",
      lib: { entry: new URL(file, import.meta.url).pathname, formats: ["iife"], name: "said" },
    },
  });
  const [output] = Array.isArray(result) ? result : [result];
  const chunk = output !== undefined && "output" in output ? output.output[0] : undefined;
  if (chunk?.type !== "chunk") throw new Error(`${file} could not be bundled.`);
  return chunk.code.trim();
}

const saidFigures = "said.figures()";

const hashOf = (script: string): string => `'sha256-${createHash("sha256").update(script).digest("base64")}'`;

/** What the page's policy allows besides its own files. */
export const inlineHashes: string = [early, said, saidFigures].map(hashOf).join(" ");

/** Where the built page will be found, for the picture that others show beside a link to it: they want a whole address. */
const home = process.env["TUNECAST_PAGE"] ?? "";

const question = "What will fine-tuning cost, and what will more data buy?";

/** Writes the answer to the page's own question into the page, rendered by its own components. */
export const prerendered: Plugin = {
  name: "prerendered",
  apply: "build",
  transformIndexHtml: {
    order: "pre",
    async handler(html) {
      const { module } = await runnerImport<typeof import("../src/prerender.tsx")>(`${root}src/prerender.tsx`, {
        root,
        configFile: false,
        logLevel: "error",
        plugins: [preact({ devToolsEnabled: false, prefreshEnabled: false })],
        resolve: { conditions },
      });
      const { page, priced } = await module.prerender();
      // The first frame ends at the verdict, for a link at the one that it carries.
      const [verdict, figures, below] = page.split(/(?<=<\/h1>)|(?=<section class="ways")/u);
      if (below === undefined) throw new Error("The rendered page has no verdict or no ways.");
      const scripts = `<script>${early}</script><script>${said}</script><span id="end" hidden></span>`;
      const answered = `${verdict}${scripts}${figures}<script>${saidFigures}</script>${below}`;
      const property = (name: string, content: string) =>
        ({ tag: "meta", attrs: { property: name, content } }) as const;
      return {
        html: html
          .replace('<html lang="en"', "$& data-asked")
          .replace('<div id="app"></div>', () => `<div id="app" data-priced="${priced}">${answered}</div>`),
        tags: [
          // A link may ask anything: what stands beside it is the question of the page, and no answer.
          property("og:type", "website"),
          property("og:site_name", "Tunecast"),
          property("og:title", question),
          property("og:description", "Tune, not yet, or don’t: with its threshold, on prices with source and date."),
          property("og:image", `${home}preview.png`),
          property("og:image:width", "1200"),
          property("og:image:height", "630"),
          property("og:image:alt", question),
          { tag: "meta", attrs: { name: "twitter:card", content: "summary_large_image" } },
          { tag: "link", attrs: { rel: "expect", href: "#end", blocking: "render" }, injectTo: "head" },
        ],
      };
    },
  },
};
