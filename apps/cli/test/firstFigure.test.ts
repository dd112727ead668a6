import { PassThrough, Readable } from "node:stream";
import { prices } from "@tunecast/pricing/history";
import { Command } from "commander";
import { describe, expect, it } from "vitest";
import { addFields } from "../src/ask/fieldOption.ts";
import { billReads } from "../src/ask/readQuestion.ts";
import { nodeFiles } from "../src/read/files.ts";
import { firstFigure } from "../src/count/firstFigure.ts";
import { silent, terminalProgress } from "../src/count/progress.ts";
import { run } from "../src/run.ts";
import type { Host } from "../src/read/host.ts";
import { Folder } from "./folder.ts";
import { chatRows } from "./host.ts";

const folder = new Folder();
const large = folder.file("large.jsonl", chatRows(60_000));
const command = addFields(new Command("estimate"), { "Which offers:": ["only.providers", "only.models"] });
command.parse(["--provider", "openai", "--model", "gpt-4.1-mini"], { from: "user" });
const first = (path: string, least?: number): Promise<string | null> =>
  firstFigure([path], command, billReads, around(), least);

function around(): Host {
  return {
    prices,
    today: "2026-11-24",
    env: {},
    wait: async () => {},
    screen: { columns: 80, colour: false },
    conversation: { input: Readable.from([]), output: new PassThrough() },
    write: async () => {},
    files: nodeFiles({ stdin: Readable.from([]), progress: silent, threads: 1 }),
  };
}

describe("the first figure of a large file", () => {
  it("is a range that holds what all of it comes to", async () => {
    const line = await first(large, 1_000_000);
    const [, low, high = low] = /^About \$([\d.]+)(?:–\$([\d.]+))? at openai\/gpt-4\.1-mini/u.exec(line ?? "") ?? [];
    const argv = ["estimate", large, "--provider", "openai", "--model", "gpt-4.1-mini", "--format", "json"];
    const { stdout } = await run(argv, around());
    const exact = Number(JSON.parse(stdout).offers[0].total.amount);
    expect(Number(low)).toBeLessThanOrEqual(exact);
    expect(Number(high)).toBeGreaterThanOrEqual(exact);
  });

  it("is not there for files that are soon counted, or that no block can be drawn from", async () => {
    expect(await first(large)).toBeNull();
    expect(await first("-", 0)).toBeNull();
    const table = folder.file("table.csv", "prompt,completion\na,b\n");
    expect(await first(table, 0)).toBeNull();
  });

  it("stands on the terminal until the file has been read", () => {
    let screen = "";
    const progress = terminalProgress(
      (text) => (screen += text),
      () => 0,
      () => 30,
    );
    progress.begin("large.jsonl", 1000);
    progress.note("About $12.00 at a/b, from a sample.");
    progress.end();
    expect(screen).toBe("\r\u001B[KAbout $12.00 at a/b, from a s\n\u001B[1A\r\u001B[K");
  });
});
