import preact from "@preact/preset-vite";
import { defaultClientConditions, defineConfig, type Plugin } from "vite";
import { offline } from "./offline/plugin.ts";

const policy = [
  "default-src 'none'",
  "script-src 'self'",
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

/** Vite's own helper loads style sheets and hints for lazy scripts; this page has one sheet, and nothing to hint at. */
const plainImports: Plugin = {
  name: "plain-imports",
  apply: "build",
  enforce: "pre",
  load: (id) => (id === "\0vite/preload-helper.js" ? "export const __vitePreload = (load) => load();" : undefined),
};

export default defineConfig({
  root: new URL(".", import.meta.url).pathname,
  base: "./",
  plugins: [preact(), contentPolicy, plainImports, offline],
  resolve: { conditions: ["@tunecast/source", ...defaultClientConditions] },
  worker: { format: "es" },
  build: { target: "es2022", cssCodeSplit: false, modulePreload: false, chunkSizeWarningLimit: 2100, manifest: true },
});
