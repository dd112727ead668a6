import preact from "@preact/preset-vite";
import { defaultClientConditions, defineConfig, type Plugin } from "vite";
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

/** A frame without an origin of its own may not ask for a style sheet by the rules of scripts. */
const plainStyles: Plugin = {
  name: "plain-styles",
  apply: "build",
  transformIndexHtml: {
    order: "post",
    handler: (html) => html.replaceAll('<link rel="stylesheet" crossorigin', '<link rel="stylesheet"'),
  },
};

export default defineConfig({
  root: new URL(".", import.meta.url).pathname,
  base: "./",
  plugins: [preact(), prerendered, contentPolicy, plainStyles, offline],
  resolve: { conditions: ["@tunecast/source", ...defaultClientConditions] },
  worker: { format: "es" },
  build: {
    target: "es2022",
    cssCodeSplit: false,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 2100,
    manifest: true,
  },
});
