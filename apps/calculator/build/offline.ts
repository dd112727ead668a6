import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import type { Plugin } from "vite";

/** Larger files are vocabularies: which of them is needed shows with the first count. */
const mostBytes = 500_000;

/** What other sites show of the page; nobody needs it here. */
const forOthers: ReadonlySet<string> = new Set(["preview.png", "embed.html", "embed.js"]);

/** Writes `offline.js`, the service worker with the list of the built page's files. */
export const offline: Plugin = {
  name: "offline",
  apply: "build",
  enforce: "post",
  generateBundle(_options, bundle) {
    const publicFiles = readdirSync(new URL("../public/", import.meta.url)).filter((name) => !forOthers.has(name));
    const built = Object.values(bundle).map((file) => ({
      name: file.fileName,
      content: file.type === "chunk" ? file.code : file.source,
    }));
    const light = built.filter(({ name, content }) => content.length <= mostBytes && name.startsWith("assets/"));
    const files = ["./", ...publicFiles, ...light.map(({ name }) => name)].sort();
    const page = built.find(({ name }) => name === "index.html")?.content ?? "";
    const version = createHash("sha256").update(page).update(files.join("\n")).digest("hex").slice(0, 12);
    const worker = readFileSync(new URL("../offline/serviceWorker.js", import.meta.url), "utf8");
    const head = `const version = ${JSON.stringify(version)};\nconst files = ${JSON.stringify(files)};\n`;
    this.emitFile({ type: "asset", fileName: "offline.js", source: head + worker });
  },
};
