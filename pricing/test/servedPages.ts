import { cpSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { afterAll, beforeAll, beforeEach } from "vitest";
import { refresh } from "../refresh.mjs";

const pricing = fileURLToPath(new URL("../", import.meta.url));

/** The day of a refresh. */
export const today = "2026-12-01";

/** What a test does with the pages and its copy of the price files. */
export interface ServedPages {
  readonly run: (
    only: string,
    more?: { readonly write?: boolean; readonly from?: string },
  ) => ReturnType<typeof refresh>;
  /** A file of the copy, `providers/openai.json`. */
  readonly file: (path: string) => unknown;
  /** Where the pages are. */
  readonly from: () => string;
  /** Where the copy is. */
  readonly files: () => URL;
}

/** Serves pages to a refresh, none where `pageOf` has none, and gives each test a copy of the price files. */
export function servedPages(pageOf: (address: string) => string | undefined): ServedPages {
  let server: Server;
  let [from, folder] = ["", ""];
  beforeAll(async () => {
    server = createServer((request, response) => {
      const page = pageOf(decodeURIComponent(request.url ?? "").slice(1));
      response.writeHead(page === undefined ? 404 : 200).end(page);
    });
    await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
    from = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => {
    server.close();
    rmSync(folder, { recursive: true, force: true });
  });
  beforeEach(() => {
    if (folder !== "") rmSync(folder, { recursive: true, force: true });
    folder = mkdtempSync(join(tmpdir(), "prices-"));
    for (const part of ["providers", "gpus"]) cpSync(join(pricing, part), join(folder, part), { recursive: true });
  });
  const files = (): URL => pathToFileURL(`${folder}/`);
  return {
    run: (only, more = {}) => refresh({ files: files(), today, only: [only], from, ...more }),
    file: (path) => JSON.parse(readFileSync(join(folder, path), "utf8")),
    from: () => from,
    files,
  };
}

/** The page whose address ends as its name does; under `moved/` each is a page that says so. */
export function byEnding(pages: Readonly<Record<string, string>>): (address: string) => string | undefined {
  return (address) => {
    const page = Object.entries(pages).find(([end]) => address.endsWith(end))?.[1];
    return page !== undefined && address.startsWith("moved/") ? "<html>moved</html>" : page;
  };
}
