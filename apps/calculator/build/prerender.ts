import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import preact from "@preact/preset-vite";
import { minifySync, type Plugin, runnerImport } from "vite";

/** Runs before the first paint: colours, and whether the address asks something else than what the build answered. */
const early: string = minifySync(
  "early.js",
  readFileSync(new URL("early.js", import.meta.url), "utf8").replaceAll(/^\/\*[^]*?\*\/\n/gu, ""),
).code;

/** What the page's policy allows besides its own files. */
export const earlyHash: string = `'sha256-${createHash("sha256").update(early).digest("base64")}'`;

const root = new URL("..", import.meta.url).pathname;

/** Where the built page will be found, for the picture that others show beside a link to it: they want a whole address. */
const home = process.env["TUNECAST_PAGE"] ?? "";

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
        resolve: { conditions: ["@tunecast/source", "module", "node", "development|production"] },
      });
      const { html: page, sentence } = module.prerender();
      const property = (name: string, content: string) =>
        ({ tag: "meta", attrs: { property: name, content } }) as const;
      return {
        html: html.replace('<div id="app"></div>', () => `<div id="app">${page}</div>`),
        tags: [
          property("og:type", "website"),
          property("og:site_name", "Tunecast"),
          property("og:title", sentence),
          property(
            "og:description",
            "What will fine-tuning cost, and what will more data buy? Every price with its source and date.",
          ),
          property("og:image", `${home}preview.png`),
          property("og:image:width", "1200"),
          property("og:image:height", "630"),
          property("og:image:alt", sentence),
          { tag: "meta", attrs: { name: "twitter:card", content: "summary_large_image" } },
          { tag: "script", children: early, injectTo: "head" },
        ],
      };
    },
  },
};
