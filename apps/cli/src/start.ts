import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { createServer, type Server, type ServerResponse } from "node:http";
import { extname, join, normalize, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { availableParallelism } from "node:os";
import { prices } from "@tunecast/pricing/history";
import { endWithReader } from "./show/closedPipe.ts";
import { nodeFiles } from "./read/files.ts";
import { silent } from "./count/progress.ts";
import { run } from "./run.ts";
import { screenOf } from "./show/terminal.ts";

/** `npm start` after the build: the estimate of the sample on the terminal, then the calculator at an address. */
const sample = fileURLToPath(new URL("../sample/support-replies.jsonl", import.meta.url));
const page = fileURLToPath(new URL("../../calculator/dist/", import.meta.url));
const wantedPort = 4173;

const types: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".json": "application/json",
  ".jsonl": "application/jsonl",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".webmanifest": "application/manifest+json",
};

/** Answers with a file of the built page; nothing outside of its folder is reachable. */
async function answer(address: string, response: ServerResponse): Promise<void> {
  const path = decodeURIComponent(new URL(address, "http://localhost").pathname);
  const file = normalize(join(page, path.endsWith("/") ? `${path}index.html` : path));
  const found =
    file.startsWith(page) && !file.includes(`${sep}.`) ? await stat(file).catch(() => undefined) : undefined;
  if (found?.isFile() !== true) {
    response.writeHead(404, { "Content-Type": "text/plain; charset=utf-8" }).end("Not found\n");
    return;
  }
  const type = types[extname(file)] ?? "application/octet-stream";
  response.writeHead(200, { "Content-Type": type, "Content-Length": found.size, "Cache-Control": "no-cache" });
  createReadStream(file).pipe(response);
}

/** Listens at a port, or at any free one where it is taken. */
function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => {
      if (error.code === "EADDRINUSE" && port !== 0) resolve(listen(server, 0));
      else reject(error);
    });
    server.listen(port, "127.0.0.1", () => {
      const address = server.address();
      resolve(typeof address === "object" && address !== null ? address.port : port);
    });
  });
}

const { stdin, stdout, stderr, env } = process;
endWithReader(stdout, stderr);
const traffic = ["--requests", "240000", "--input-tokens", "900", "--output-tokens", "120", "--months", "3"];
const estimate = ["estimate", sample, ...traffic, "--top", "12"];
const outcome = await run(estimate, {
  prices,
  today: new Date().toISOString().slice(0, 10),
  env,
  files: nodeFiles({ stdin, progress: silent, threads: availableParallelism() }),
  write: (text) => new Promise((resolve) => stdout.write(text, () => resolve())),
  screen: screenOf(stdout, env),
  wait: (seconds) => new Promise((resolve) => setTimeout(resolve, 1000 * seconds)),
  conversation: { input: stdin, output: stdout },
});
stderr.write(outcome.stderr);
stdout.write(outcome.stdout);

const server = createServer((request, response) => {
  answer(request.url ?? "/", response).catch(() => response.writeHead(400).end());
});
const port = await listen(server, Number(env["PORT"] ?? wantedPort));
stdout.write(`\nThe calculator is at http://127.0.0.1:${port}/ (Ctrl+C ends it)\n`);
