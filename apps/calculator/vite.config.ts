import { createHash } from "node:crypto";
import preact from "@preact/preset-vite";
import { defaultClientConditions, defineConfig, type Plugin } from "vite";
import { linkKeys } from "./build/linkKeys.ts";
import { offline } from "./build/offline.ts";
import { inlineHashes, prerendered } from "./build/prerender.ts";

const policy = [
  "default-src 'none'",
  `script-src 'self' 'wasm-unsafe-eval' ${inlineHashes}`,
  "style-src 'self'",
  "img-src 'self' data: blob:",
  "worker-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
].join("; ");

/** Only the built page carries the policy: the development server puts its styles into the page itself. */
const contentPolicy: Plugin = {
  name: "content-policy",
  apply: "build",
  transformIndexHtml: () => [
    { tag: "meta", attrs: { "http-equiv": "Content-Security-Policy", content: policy }, injectTo: "head-prepend" },
  ],
};

/**
 * The sheet of the first screen stands in the page: the first paint waits for one answer of the host instead of two, and a
 * frame without an origin of its own may have it. The policy names it by its hash.
 */
const stylesInside: Plugin = {
  name: "styles-inside",
  apply: "build",
  transformIndexHtml: {
    order: "post",
    handler: (html, { bundle = {} }) => {
      const sheet = Object.values(bundle).find(({ fileName }) => fileName.endsWith(".css") && html.includes(fileName));
      if (sheet?.type !== "asset") return html;
      const text = String(sheet.source);
      const hash = createHash("sha256").update(text).digest("base64");
      return html
        .replace(/<link rel="stylesheet"[^>]*>/u, () => `<style>${text}</style>`)
        .replace(/style-src ('|&#39;|&#x27;)self\1/u, (all, quote) => `${all} ${quote}sha256-${hash}${quote}`);
    },
  },
};

export default defineConfig({
  root: new URL(".", import.meta.url).pathname,
  base: "./",
  plugins: [preact(), linkKeys, prerendered, contentPolicy, stylesInside, offline],
  resolve: { conditions: ["@tunecast/source", ...defaultClientConditions] },
  worker: { format: "es" },
  build: {
    target: "es2022",
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 2100,
    manifest: true,
    rolldownOptions: {
      output: {
        // One script for the fields and one for the figures, each with all that it needs: a request less for each part.
        codeSplitting: {
          groups: [
            { name: "main", test: /calculator\/src\/main\.tsx$/u, priority: 2 },
            { name: "figures", test: /calculator\/src\/figures\.tsx$/u, priority: 1 },
          ],
        },
      },
    },
  },
});
