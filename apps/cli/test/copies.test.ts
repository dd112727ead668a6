import { createHash } from "node:crypto";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { checkQuotes } from "../src/read/copies.ts";
import { runOver } from "./host.ts";

const commit = "0123456789abcdef0123456789abcdef01234567";
const table = "# Prices\n\n| Model | Train |\n|---|---:|\n| `Qwen/Qwen3.8-27B` | **$1.05** |\n| GLM-5.3 | $14.58 |\n";
const page =
  "<html><script>var quote = 'Training &amp; storage'</script><td>Training&nbsp;&amp;\n storage</td><td>$2.50</td></html>";
const pages: Readonly<Record<string, string>> = {
  [`/acme/prices/raw/${commit}/docs/a%20table.md`]: table,
  "/pricing": page,
};

let server: Server;
let host = "";
beforeAll(async () => {
  server = createServer(({ url = "" }, response) => {
    const text = pages[url];
    response.writeHead(text === undefined ? 404 : 200).end(text);
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  host = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => server.close());
afterEach(() => vi.restoreAllMocks());

describe("the copies that a price quotes", () => {
  const found = async (copy: string, quote: string, sha256?: string): Promise<string | undefined> => {
    const copies = [{ copy, day: null, quotes: [{ quote, offers: ["a/b:sft"] }], ...(sha256 && { sha256 }) }];
    return (await checkQuotes(copies, host))[0]?.found;
  };
  const pinned = `acme/prices@${commit}:docs/a table.md`;
  const digest = (text: string): string => createHash("sha256").update(text).digest("hex");

  it.each([
    ["| Qwen/Qwen3.8-27B | $1.05 |", "quote in copy"],
    ["Qwen/Qwen3.8-27B … $14.58", "quote in copy"],
    ["GLM-5.3 … $1.05", "words not in it"],
    ["| Qwen/Qwen3.8-27B | $1.50 |", "words not in it"],
  ])("%s: %s of a file at a commit", async (quote, expected) => {
    expect(await found(pinned, quote)).toBe(expected);
  });

  it("are read as a page shows them", async () => {
    expect(await found(`${host}/pricing`, "Training & storage $2.50")).toBe("quote in copy");
    expect(await found(`${host}/pricing`, "Training & storage $3.50")).toBe("words not in it");
  });

  it("are held against the noted bytes", async () => {
    expect(await found(pinned, "GLM-5.3", digest(table))).toBe("quote in copy");
    expect(await found(pinned, "GLM-5.3", digest(page))).toBe("other bytes than noted");
  });

  it("say why they could not be opened", async () => {
    expect(await found(`acme/prices@${commit}:gone.md`, "$1")).toBe("not opened: status 404");
    expect(await found("http://127.0.0.1:1/", "$1")).toMatch(/^not opened: ./u);
  });
});

describe("tunecast prices check --fetch", () => {
  it("names each copy that does not open, and counts the prices that it proves", async () => {
    const asked: string[] = [];
    vi.spyOn(globalThis, "fetch").mockImplementation(async (address) => {
      asked.push(address instanceof Request ? address.url : address.toString());
      return new Response("", { status: 404 });
    });
    const { stdout, exitCode } = await runOver(
      {},
      "prices",
      "check",
      "--fetch",
      "--repositories",
      `${host}/`,
      "--fail",
    );
    const [, offers = ""] = /Training prices of the day: (\d+) offers/u.exec(stdout) ?? [];
    expect(stdout.replaceAll(/\s+/gu, " ")).toContain(`Quote in copy: 0 of ${offers} (0 %).`);
    expect(exitCode).toBe(1);
    expect(asked.length).toBeGreaterThan(20);
    expect(new Set(asked).size).toBeLessThanOrEqual(asked.length);
    expect(asked.filter((address) => address.startsWith(`${host}/`)).length).toBeGreaterThan(5);
    expect(asked.filter((address) => address.includes("…"))).toEqual([]);
    // Each copy is one row, however much is quoted of it.
    const rows = stdout.match(/^not opened: status 404 .*\S$/gmu) ?? [];
    expect(rows.length).toBeGreaterThan(20);
    const copies = rows.map((row) => row.trim().split(/\s+/u).at(-1));
    expect(copies).toEqual([...new Set(copies)]);
  });

  it("refuses a mirror that nothing is read from", async () => {
    const { exitCode, stderr } = await runOver({}, "prices", "check", "--repositories", host);
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining("give --fetch")]);
  });
});
