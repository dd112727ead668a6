import { describe, expect, it } from "vitest";
import { runOver } from "./host.ts";

const fields = [
  "provider",
  "model",
  "method",
  "variant",
  "kind",
  "amount",
  "currency",
  "per",
  "from",
  "seen",
  "age",
  "source",
  "confidence",
  "status",
];

describe("tunecast prices", () => {
  it("lists at least 650 rates, each with source, date and confidence", async () => {
    const { stdout } = await runOver({}, "prices", "--format", "json");
    const rows = JSON.parse(stdout) as Record<string, string | null>[];
    expect(rows.length).toBeGreaterThanOrEqual(650);
    for (const row of rows) {
      expect(Object.keys(row).sort()).toEqual([...fields].sort());
      expect(row["source"]).toMatch(/^https?:\/\//);
      expect(row["from"]).toMatch(/^\d{4}-\d{2}-\d{2}$/);
      expect(row["seen"]).toMatch(/^\d{4}-\d{2}-\d{2}$/);
      expect(row["confidence"]).toMatch(/^(primary|secondary)$/);
      expect(row["age"]).toBe(Math.max(0, (Date.parse("2026-11-24") - Date.parse(row["seen"] ?? "")) / 86_400_000));
      expect(row["amount"]).toMatch(/^\d+(\.\d+)?$/);
    }
    expect(new Set(rows.map((row) => row["provider"])).size).toBeGreaterThanOrEqual(25);
  });

  it.each([
    ["--provider", "opnai", "openai"],
    ["--kind", "trainig", "training"],
  ])("says what was meant by %s %s", async (option, typed, meant) => {
    const { exitCode, stderr } = await runOver({}, "prices", option, typed);
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining(`did you mean ${meant}?`)]);
  });

  it("keeps what the filters name, sorted", async () => {
    const { stdout } = await runOver(
      {},
      "prices",
      "--provider",
      "openai",
      "--kind",
      "training",
      "--sort",
      "amount",
      "--format",
      "json",
    );
    const rows = JSON.parse(stdout) as Record<string, string>[];
    expect(new Set(rows.map((row) => `${row["provider"]} ${row["kind"]}`))).toEqual(new Set(["openai training"]));
    const amounts = rows.map((row) => Number(row["amount"]));
    expect(amounts).toEqual([...amounts].sort((a, b) => a - b));
  });

  it("gives the status of the day", async () => {
    const status = async (day: string): Promise<unknown> => {
      const { stdout } = await runOver(
        {},
        "prices",
        "--provider",
        "openai",
        "--model",
        "gpt-4o-mini-2024-07-18",
        "--as-of",
        day,
        "--format",
        "json",
      );
      return JSON.parse(stdout)[0].status;
    };
    expect([await status("2026-11-24"), await status("2027-01-07"), await status("2027-01-14")]).toEqual([
      "closed_to_new_customers",
      "no_new_jobs",
      "inference_off",
    ]);
  });

  it("shows no rate of a later day than the one that is asked for", async () => {
    const day = "2026-01-01";
    const { exitCode, stdout } = await runOver({}, "prices", "--as-of", day, "--format", "json");
    const rows = JSON.parse(stdout) as Record<string, string>[];
    expect(exitCode).toBe(0);
    expect(rows.length).toBeGreaterThan(0);
    expect(rows.filter(({ from }) => (from ?? "") > day)).toEqual([]);
  });

  it.each([
    [["--as-of", "2020-01-01", "--provider", "openai"], /No price is known for 2020-01-01: give --as-of 202\d-/],
    [["--provider", "acme"], "--provider acme"],
    [["--sort", "colour"], "'colour' is invalid"],
    [["show", "gpt-9"], 'named "gpt-9"'],
  ])("%j: exit code 2", async (more, sentence) => {
    const result = await runOver({}, "prices", ...more);
    expect(result).toMatchObject({ exitCode: 2, stdout: "" });
    expect(result.stderr).toMatch(sentence);
  });
});

describe("the market of training", () => {
  it("finds a model by each name that an estimate finds it by, at every provider", async () => {
    const listed = async (...more: string[]) => {
      const { stdout } = await runOver({}, "prices", "--format", "json", "--kind", "training", ...more);
      return new Set(
        (JSON.parse(stdout) as { provider: string; model: string }[]).map((row) => `${row.provider}/${row.model}`),
      );
    };
    const openai = "openai/gpt-4.1-mini-2025-04-14";
    expect(await listed("--model", "gpt-4.1-mini", "--provider", "openai")).toEqual(new Set([openai]));
    expect(await listed("--model", "gpt-4.1-mini")).toEqual(new Set([openai, "azure/gpt-4.1-mini"]));
    expect(await listed("--model", "gpt-4.1-mini-2025-04-14")).toContain(openai);
    expect(await listed("--provider", "bedrock")).toEqual(await listed("--provider", "aws-bedrock"));
  });

  it("opens the list, by size of the model, today and a year ago", async () => {
    const { stdout } = await runOver({}, "prices", "--as-of", "2026-11-28");
    const [, , title, ...lines] = stdout.split("\n");
    expect(title).toContain("dollars per million training tokens, 2026-11-28 and 2025-11-28");
    expect(lines.slice(2, 7).filter((line) => /^(?:up to|\d+B–|over|not published).*\$/u.test(line))).toHaveLength(5);
    // With a filter the list is of one thing: no market stands above it.
    const { stdout: own } = await runOver({}, "prices", "--provider", "openai");
    expect(own).not.toContain("Supervised tuning");
  });
});

describe("tunecast prices show", () => {
  it("is named to who types a model behind prices", async () => {
    const { stderr, exitCode } = await runOver({}, "prices", "gpt-4.1");
    expect(stderr).toContain("The history of a model is `tunecast prices show ID`; --model ID lists its rates.");
    expect(exitCode).toBe(2);
  });

  it.each([["gpt-4o-mini-2024-07-18"], ["openai/gpt-4o-mini-2024-07-18"], ["openai/gpt-4o-mini-2024-07-18:sft"]])(
    "%s: rates with day, source and what announced its end",
    async (id) => {
      const { exitCode, stdout } = await runOver({}, "prices", "show", id);
      expect(stdout).toContain("openai/gpt-4o-mini-2024-07-18");
      expect(stdout).toMatch(/training.*\$3\.00 per 1M tokens/);
      expect(stdout).toMatch(/2027-01-07 {2}no new jobs/);
      // Each row has the number of its source, which stands below the table.
      expect(stdout).toMatch(/\n1: https:/u);
      expect(exitCode).toBe(0);
    },
  );

  it("shows the other figure of a price where it is open which of the two is billed", async () => {
    const { stdout } = await runOver({}, "prices", "show", "openai/gpt-4o-2024-08-06");
    expect(stdout.replaceAll(/\s+/gu, " ")).toContain(
      "Disagrees: a report of October 2024 (wandb.ai, Vmlldzo5NjE2NTcw) has half of the standard price for batch: $1.87",
    );
  });

  it("shows the rates of a model's size tier, and those of all models", async () => {
    const { stdout } = await runOver({}, "prices", "show", "together/llama-3.1-8b-instruct");
    expect(stdout).toMatch(/training, sft-lora +\$0\.48 per 1M tokens +size tier up to 16B/);
    expect(stdout).toMatch(/hosting +\$[\d.]+ per GPU-hour +all models/);
  });
});

describe("tunecast prices check", () => {
  it("says how old today's training prices are, and how many quote a copy", async () => {
    const { stdout } = await runOver({}, "prices", "check", "--as-of", "2026-11-28");
    const text = stdout.replaceAll(/\s+/gu, " ");
    console.log(/Training prices of the day:.*?none\. /u.exec(text.slice(100))?.[0]);
    const [, offers = 0, age = 0] = /the day: (\d+) offers, median age (\d+) days; \d+ not seen/u.exec(text) ?? [];
    expect([Number(offers) > 200, Number(age) > 0]).toEqual([true, true]);
    const [, share = 0] = /quote a copy \((\d+) %\)/u.exec(text) ?? [];
    expect(Number(share)).toBeGreaterThanOrEqual(90);
    // Six months on, the same prices are six months older.
    const later = await runOver({}, "prices", "check", "--as-of", "2027-05-28");
    const [, old = 0] = /median age (\d+) days/u.exec(later.stdout) ?? [];
    expect(Number(old)).toBeGreaterThan(Number(age) + 100);
  });

  it("sets the thousands of days apart", async () => {
    const { stdout } = await runOver({}, "prices", "check", "--days", "5000");
    expect(stdout.replaceAll(/\s+/gu, " ")).toContain("0 not seen for 5,000 days, none without a source");
  });

  it("names what is about to change, and old prices", async () => {
    const { stdout } = await runOver({}, "prices", "check", "--as-of", "2026-11-24", "--format", "json");
    const notices = JSON.parse(stdout) as Record<string, unknown>[];
    expect(notices).toContainEqual({
      kind: "status_changes",
      provider: "openai",
      model: null,
      day: "2027-01-07",
      detail: "no new jobs",
    });
    const later = await runOver({}, "prices", "check", "--as-of", "2027-06-01", "--format", "json");
    expect(
      JSON.parse(later.stdout).filter((notice: { kind: string }) => notice.kind === "not_checked").length,
    ).toBeGreaterThan(20);
  });
});
