// @ts-check
import { createServer } from "node:http";
import { readFile } from "node:fs/promises";
import { extname, join, normalize } from "node:path";
import { gzipSync } from "node:zlib";

/** @type {Readonly<Record<string, string>>} */
const types = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript",
  ".css": "text/css",
  ".svg": "image/svg+xml",
  ".jsonl": "application/x-ndjson",
  ".png": "image/png",
};

/** Serves a folder as a static host does: compressed, and assets kept for good; `pages` are further ones by their addresses.
 * @param {string} folder @param {Readonly<Record<string, string>>} [pages] */
export async function staticServer(folder, pages = {}) {
  /** @type {Map<string, Buffer>} */
  const packed = new Map(Object.entries(pages).map(([name, text]) => [name, gzipSync(text)]));
  const server = createServer(async ({ url = "/" }, response) => {
    const path = normalize(decodeURIComponent(new URL(url, "http://localhost").pathname));
    const name = path.endsWith("/") ? `${path}index.html` : path;
    try {
      const body = packed.get(name) ?? gzipSync(await readFile(join(folder, name)), { level: 9 });
      packed.set(name, body);
      response.writeHead(200, {
        "content-type": types[extname(name)] ?? "application/octet-stream",
        "content-encoding": "gzip",
        "content-length": body.length,
        "cache-control": name.startsWith("/assets/") ? "max-age=31536000, immutable" : "no-cache",
      });
      response.end(body);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(undefined)));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The server has no port.");
  return { url: `http://127.0.0.1:${address.port}/`, close: () => server.close() };
}
