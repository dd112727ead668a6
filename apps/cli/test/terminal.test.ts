import { stripVTControlCharacters } from "node:util";
import { describe, expect, it } from "vitest";
import { progressText, terminalProgress } from "../src/count/progress.ts";
import { run } from "../src/run.ts";
import { noticesOn } from "../src/show/terminal.ts";
import { around, chatRows } from "./host.ts";

const question = [
  "estimate",
  "--examples",
  "1000",
  "--tokens-per-example",
  "100",
  "--requests",
  "1000",
  "--input-tokens",
  "900",
];
const rest = ["--output-tokens", "100", "--months", "3", "--provider", "openai"];

describe("on a terminal", () => {
  it.each([40, 80])("breaks notices at the %i columns of the terminal that they go to", async (columns) => {
    const { stderr } = await run([...question, ...rest, "--set", "job.steps=5"], around({}, columns));
    const notice = `${stderr}The answers as options: ${"--requests 1000 ".repeat(9)}\n`;
    const shown = noticesOn({ isTTY: true, columns }, {}, notice).split("\n");
    expect(shown.filter((line) => line.length > columns)).toEqual([notice.split("\n").at(-2)]);
    expect(shown.join(" ")).toBe(notice.replaceAll("\n", " "));
    // A log has the line whole.
    expect(noticesOn({ isTTY: false, columns }, {}, notice)).toBe(notice);
  });

  it.each([[60], [80], [120]])("no line is longer than its %i columns", async (columns) => {
    const { stdout } = await run([...question, ...rest], around({}, columns));
    // An id or an address is never broken.
    const long = stdout
      .split("\n")
      .filter((line) => line.length > columns && line.trim().includes(" ") && !line.includes("://"));
    expect(long).toEqual([]);
  });

  it("marks a total that holds fewer months, since the model stops answering", async () => {
    const day = ["--as-of", "2026-12-15"];
    const stopping = await run([...question, ...rest, ...day, "--by", "offer"], around({}, 120));
    expect(stopping.stdout).toMatch(/^openai\/gpt-4o-mini\S+ .*\* \$\d/mu);
    expect(stopping.stdout).toContain("* stops answering before the months are over.");
    const month = rest.with(3, "1");
    expect((await run([...question, ...month, "--as-of", "2026-01-15"], around({}, 120))).stdout).not.toContain("* ");
  });

  it("marks training on examples that are longer than the model takes", async () => {
    const long = ["estimate", "--examples", "100", "--tokens-per-example", "70000", "--provider", "openai"];
    const { stdout } = await run([...long, "--as-of", "2026-11-24", "--by", "offer"], around({}, 120));
    expect(stdout).toMatch(/^openai\/gpt-4o-mini\S+ +! \$\d/mu);
    expect(stdout).toContain("! some examples or requests are longer than the model takes");
    expect((await run([...question, ...rest], around({}, 120))).stdout).not.toContain("! ");
  });

  it("puts totals that leave something out behind those that compare, in Markdown too", async () => {
    const whole = [...question, ...rest.slice(0, 4), "--as-of", "2026-12-15", "--top", "500", "--by", "offer"];
    for (const more of [[], ["--format", "markdown"]]) {
      const { stdout } = await run([...whole, ...more], around({}, undefined));
      const rows = stdout.split("\n").filter((line) => /^(\| )?[a-z-]+\/\S+:/u.test(line));
      const marked = rows.map((row) => /(≥|\*) /u.test(row));
      const first = marked.indexOf(true);
      expect(first).toBeGreaterThan(20);
      expect(marked.slice(first)).not.toContain(false);
      expect(stdout.includes("Totals with ≥ or * stand last.")).toBe(true);
    }
  });

  it.each([
    ["curve", "p.csv", "--target", "0.9", "--value-per-point", "500", "--cost", "100"],
    ["pilots", "--examples", "4000", "--gain", "0.02", "--test-size", "500"],
    ["gpu", "--model", "llama-3.1-8b", "--examples", "100", "--tokens-per-example", "500", "--input-tokens", "9"],
    ["check", "rows.jsonl", "--provider", "openai"],
  ])("no sentence of %s is longer than its columns", async (...argv) => {
    const more = argv[0] === "gpu" ? ["--output-tokens", "9"] : [];
    const texts = { "p.csv": "250,0.61\n500,0.66\n1000,0.69\n", "rows.jsonl": chatRows(4) };
    const { stdout } = await run([...argv, ...more], around(texts, 48));
    // Columns of a table are aligned by two spaces or more.
    // An address is not broken, so that it can be opened.
    const long = stdout
      .split("\n")
      .filter((line) => line.length > 48 && !/\S {2,}\S/u.test(line) && !/^ *https:\S+$/u.test(line));
    expect(long).toEqual([]);
  });

  it("shows the cheapest offers alone, and says how to see all", async () => {
    const { stdout } = await run([...question, ...rest.slice(0, 4)], around({}, 120));
    expect(stdout).toMatch(/^\d+ more\. More models: --all\. Every offer \(\d+\): --by offer\./mu);
    const all = await run([...question, ...rest.slice(0, 4)], around({}));
    expect(all.stdout).not.toMatch(/^\d+ more\.|More models/mu);
    expect(all.stdout).toMatch(/^Every offer \(\d+\): --by offer\.$/mu);
    const offers = await run([...question, ...rest.slice(0, 4), "--by", "offer"], around({}));
    expect(offers.stdout).not.toContain("--all");
  });

  it("names the columns that did not fit", async () => {
    const { stdout } = await run([...question, ...rest], around({}, 60));
    expect(stdout.replaceAll("\n", " ")).toMatch(/Not shown: .*range/);
  });

  it("uses colour only where it is on", async () => {
    const plain = await run([...question, ...rest], around({}, 100));
    const coloured = await run([...question, ...rest], around({}, 100, true));
    expect(plain.stdout).not.toContain("\u001B");
    expect(coloured.stdout).toContain("\u001B[1m");
    expect(stripVTControlCharacters(coloured.stdout)).toBe(plain.stdout);
  });
});

describe("progress", () => {
  it.each([
    [
      { path: "d/a.jsonl", size: 100_000_000, bytes: 25_000_000, rows: 12_000, elapsedMs: 2000 },
      "a.jsonl  25 %  12,000 rows  13 MB/s  6 s left",
    ],
    [{ path: "a", size: 100, bytes: 50, rows: null, elapsedMs: 1000 }, "a  50 %  0.0 MB/s  1 s left"],
    [
      { path: "-", size: undefined, bytes: 4_500_000, rows: 7, elapsedMs: 1000 },
      "standard input  4.5 MB  7 rows  4.5 MB/s",
    ],
    [
      { path: "a", size: 900_000_000, bytes: 9_000_000, rows: 0, elapsedMs: 1000 },
      "a  1 %  0 rows  9.0 MB/s  1 min 39 s left",
    ],
  ])("%j", (state, line) => {
    expect(progressText(state)).toBe(line);
  });

  it("stays silent for the first second, is cleared at the end, and fits the terminal", () => {
    const written: string[] = [];
    let now = 0;
    const progress = terminalProgress(
      (text) => written.push(text),
      () => now,
      () => 20,
    );
    progress.begin("long-name-of-a-file.jsonl", 1000);
    now = 900;
    progress.report(10, 1);
    expect(written).toEqual([]);
    now = 1500;
    progress.report(20, 2);
    now = 1550;
    progress.report(21, 2);
    progress.end();
    expect(written).toEqual(["\r\u001B[Klong-name-of-a-file", "\r\u001B[K"]);
  });
});

describe("what a file holds or is called", () => {
  const evil = "\u001B[2J\u0007";
  const row = JSON.stringify({ messages: [{ role: `${evil}role`, content: "x" }] });
  const argvs = [
    ["check", `${evil}.jsonl`, "--provider", "openai"],
    ["estimate", `${evil}.jsonl`, "--provider", "openai"],
    ["profile", `${evil}.jsonl`, "--format", "table"],
    ["curve", `${evil}.csv`],
    ["estimate", `${evil}missing.jsonl`],
    ["estimate", `--${evil}`],
    ["gpu", "--model", `${evil}.json`],
  ];

  it.each(argvs)("%j: never reaches the terminal as a command to it", async (...argv) => {
    const texts = { [`${evil}.jsonl`]: `${row}\n`, [`${evil}.csv`]: `n,value\n1,${evil}\n`, [`${evil}.json`]: "{}" };
    const { stdout, stderr } = await run(argv, around(texts, 80));
    expect(stdout + stderr).toContain(String.raw`\u001b[2J`);
    expect((stdout + stderr).replaceAll("\n", "")).not.toMatch(/\p{Cc}/u);
  });

  it("breaks no line of a table: a source of own prices, a column, a file", async () => {
    const rate = { provider: "openai", kind: "training", amount: "1", currency: "USD", per: "1M tokens" };
    const own = JSON.stringify({ rates: [{ ...rate, source: "contract 7\nTotal $0" }] });
    const question = "estimate --examples 1000 --tokens-per-example 100 --provider openai --model gpt-4.1 --method sft";
    const bill = await run(
      [...question.split(" "), "--lines", "--own-prices", "own.json"],
      around({ "own.json": own }),
    );
    expect(bill.stdout).toContain(String.raw`contract 7\nTotal $0 (seen`);
    const odd = "notes\nTotal";
    const chat = {
      messages: [user("Why?"), { role: "assistant", content: "So." }],
      [odd]: "The whole of the article.",
    };
    const files = around({ "a\nb.jsonl": `${JSON.stringify(chat)}\n` });
    const profile = await run(["profile", "a\nb.jsonl", "--format", "table", "--rules", "plain/o200k_base"], files);
    expect(profile.stdout + profile.stderr).toContain(String.raw`notes\nTotal in 1 row`);
    expect(profile.stdout + profile.stderr).not.toContain("a\nb");
  });
});

const user = (content: string): object => ({ role: "user", content });
