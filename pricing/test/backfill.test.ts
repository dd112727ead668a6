import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { backfill, oneCopy } from "../backfill.mjs";
import { copiesIn, thinned } from "../backfill/copies.mjs";
import {
  readGenerated,
  readHuggingFaceSpaces,
  readOpenPipe,
  readPortkey,
  readRunpodServerless,
} from "../backfill/read.mjs";
import { histories } from "../backfill/sources.mjs";
import { readKarpenterMap } from "../refresh/read.mjs";

interface Rate {
  readonly id?: string;
  readonly amount: string;
  readonly from: string;
  readonly fromKind: string;
  readonly seen: string;
  readonly alsoSeen?: readonly string[];
  readonly evidence?: readonly { readonly copy: string; readonly day: string; readonly quote: string }[];
}

const aws = histories.find(({ id }) => id === "aws") as (typeof histories)[number];
const map = (amount: string): string => `var prices = {\n\t"us-east-1": {\n\t\t"p5.48xlarge": ${amount},\n\t},\n}\n`;
const copy = (day: string, amount: string): { commit: string; day: string; path: string; text: string } => ({
  commit: "0123456789ab",
  day,
  path: "prices.go",
  text: map(amount),
});
const rate = (amount: string, from: string, seen: string, more = {}): object => ({
  id: "p5.48xlarge",
  gpu: "h100-sxm-80",
  gpus: 8,
  region: "us-east-1",
  term: "on_demand",
  amount,
  currency: "USD",
  from,
  fromKind: "copy",
  source: "https://example.org/",
  seen,
  confidence: "primary",
  ...more,
});
function after(
  rates: readonly object[],
  copies: readonly ReturnType<typeof copy>[],
): { rates: Rate[]; left: string[] } {
  const file = { cloud: "aws", rates: [...rates] };
  const left = backfill(file, { ...aws, machines: [] }, copies);
  return { rates: file.rates as Rate[], left };
}
const days = ({ amount, from, seen }: Rate): string[] => [amount, from, seen];

describe("earlier copies of a price list", () => {
  it("move the first day of a price back, and are its sightings", () => {
    const { rates } = after(
      [rate("55", "2026-07-20", "2026-07-20")],
      [copy("2026-01-19", "55.000000"), copy("2026-03-01", "55.000000")],
    );
    expect(rates).toHaveLength(1);
    expect(rates[0]).toMatchObject({ from: "2026-01-19", seen: "2026-07-20", alsoSeen: ["2026-01-19", "2026-03-01"] });
    expect(rates[0]?.evidence?.[0]).toEqual({
      copy: "aws/karpenter-provider-aws@0123456789ab:prices.go",
      day: "2026-01-19",
      quote: '"p5.48xlarge": 55.000000',
    });
  });

  it("prove the first day that they move, though somebody else keeps them", () => {
    const file = { cloud: "aws", rates: [rate("55", "2026-07-20", "2026-07-20")] };
    const others = { ...aws, machines: [], confidence: "secondary" as const };
    backfill(file, others, [copy("2026-01-19", "55.000000")]);
    expect(file.rates).toMatchObject([
      { from: "2026-01-19", alsoSeen: ["2026-01-19"], confidence: "primary", evidence: [{ day: "2026-01-19" }] },
    ]);
  });

  it("add the price of before, and the one between two others", () => {
    const { rates } = after(
      [rate("55", "2026-07-20", "2026-07-20")],
      [copy("2024-01-01", "98"), copy("2025-01-01", "60")],
    );
    expect(rates.map(days)).toEqual([
      ["98", "2024-01-01", "2024-01-01"],
      ["60", "2025-01-01", "2025-01-01"],
      ["55", "2026-07-20", "2026-07-20"],
    ]);
  });

  it("part a price that did not hold in between", () => {
    const seen = rate("2", "2026-05-05", "2026-07-27", { alsoSeen: ["2026-05-05"] });
    expect(after([seen], [copy("2026-06-01", "3")]).rates.map(days)).toEqual([
      ["2", "2026-05-05", "2026-05-05"],
      ["3", "2026-06-01", "2026-06-01"],
      ["2", "2026-07-27", "2026-07-27"],
    ]);
  });

  it("never move a day that a source states, and contradict no sighting of their own day", () => {
    const stated = rate("55", "2026-07-01", "2026-07-20", { fromKind: "stated" });
    expect(after([stated], [copy("2026-06-01", "55")])).toMatchObject({
      rates: [stated],
      left: [expect.stringContaining("2026-06-01")],
    });
    const same = after([rate("55", "2026-07-20", "2026-07-20")], [copy("2026-07-20", "56")]);
    expect(same.rates.map(days)).toEqual([["55", "2026-07-20", "2026-07-20"]]);
    expect(same.left).toHaveLength(1);
  });

  it("may be one saved page: a price that changed between it and the file, and one that stood before", () => {
    const page = JSON.stringify([
      { tinker_id: "Acme/One", prefill: "$0.44", sample: "$1.33", train: "$1.33" },
      { tinker_id: "Acme/Two", prefill: "$0.13", sample: "$0.40", train: "$0.40" },
    ]);
    const training = (amount: string): object => {
      const {
        id: _id,
        gpu: _gpu,
        gpus: _gpus,
        region: _region,
        term: _term,
        ...one
      } = rate(amount, "2026-07-17", "2026-07-17") as Record<string, unknown>;
      return { kind: "training", ...one, per: "1M tokens" };
    };
    const file = {
      models: [
        { id: "one", aliases: ["Acme/One"], rates: [training("1.463")] },
        { id: "two", aliases: ["Acme/Two"], rates: [training("0.4")] },
      ],
    };
    const found = oneCopy("tinker", page, "2026-07-02", "acme/copies@0123456789ab:tinker.json");
    expect(found && backfill(file, found.history, found.copies)).toEqual([]);
    const [one, two] = file.models.map(({ rates }) => rates as Rate[]);
    expect(one?.map(days)).toEqual([
      ["1.33", "2026-07-02", "2026-07-02"],
      ["1.463", "2026-07-17", "2026-07-17"],
    ]);
    expect(two?.map(days)).toEqual([["0.4", "2026-07-02", "2026-07-17"]]);
    expect(one?.[0]?.evidence).toEqual([
      {
        copy: "acme/copies@0123456789ab:tinker.json",
        day: "2026-07-02",
        quote: '"tinker_id": "Acme/One", "train": "$1.33"',
      },
    ]);
  });

  it("of a page that tells no price is none", () => {
    expect(oneCopy("together-models", "", "2026-07-02", undefined)).toBeUndefined();
  });

  it("of somebody else make no primary price fresher", () => {
    const secondary = { ...aws, confidence: "secondary" as const, machines: [] };
    const file = { cloud: "aws", rates: [rate("55", "2026-01-01", "2026-01-01")] };
    backfill(file, secondary, [copy("2026-08-01", "55")]);
    expect(file.rates[0]).toMatchObject({ seen: "2026-01-01" });
  });
});

describe("what a copy says", () => {
  it.each([
    ["// generated at 23 Jun 22 07:35 -0500 for us-east-1", "2022-06-23"],
    ["// generated at 2023-04-17T13:08:12Z for us-east-1", "2023-04-17"],
    ["// by hand", undefined],
  ])("%s: %s", (text, day) => {
    expect(readGenerated(text)).toBe(day);
  });

  it.each([
    ['var initialOnDemandPrices = map[string]float64{\n\t"p4d.24xlarge": 32.7726,\n}', ["us-east-1"]],
    [
      '\tinitialOnDemandPrices["us-east-1"] = map[string]float64{\n\t\t"p4d.24xlarge": 32.7726,\n\t}\n\tinitialOnDemandPrices["us-gov-west-1"] = map[string]float64{\n\t\t"p4d.24xlarge": 39.33,\n\t}',
      ["us-east-1", "us-gov-west-1"],
    ],
  ])("is read in the older shapes of the map of machines", (text, regions) => {
    expect(readKarpenterMap(text).map(({ region }) => region)).toEqual(regions);
  });

  it("is read under the names of the settings of a Space", () => {
    const rows =
      "| 2x Nvidia A10G - large | 24 vCPU | $3.00 |\n| Nvidia T4 - small | 4 vCPU | $0.40 |\n| 4x Nvidia A100 - large | 48 vCPU | $10.00 |\n";
    expect(readHuggingFaceSpaces(rows).map(({ name, amount }) => [name, amount])).toEqual([
      ["A10G large x2", "3"],
      ["T4 small", "0.4"],
      ["A100 x4", "10"],
    ]);
  });

  it("is per hour where it is printed per second", () => {
    const row =
      "| L40, L40S, 6000 Ada PRO | 48 GB | $0.00053 | Extreme inference throughput. |\n| 4090 PRO | 24 GB | $0.00031 |\n";
    expect(readRunpodServerless(row).map(({ name, amount, times }) => [name, amount, times])).toEqual([
      ["L40/L40S/6000 Ada PRO", "1.908", "3600"],
      ["RTX 4090 PRO", "1.116", "3600"],
    ]);
  });

  it("is read from a cost per million, from a cost per token and from a shared constant", () => {
    const table = `const sevenBCosts = { training: 0.000004, input: 0.0000003, output: 0.0000004 };
      "OpenPipe/mistral-7b": { name: "Mistral 7B", cost: sevenBCosts },
      "openpipe:meta/llama-13b": { name: "Llama 13B", cost: { training: cpm(8), input: cpm(2.4), output: cpm(3) } },`;
    expect(readOpenPipe(table).map(({ name, kind, amount }) => [name, kind, amount])).toEqual([
      ["OpenPipe/mistral-7b", "training", "4"],
      ["OpenPipe/mistral-7b", "input", "0.3"],
      ["OpenPipe/mistral-7b", "output", "0.4"],
      ["meta/llama-13b", "training", "8"],
      ["meta/llama-13b", "input", "2.4"],
      ["meta/llama-13b", "output", "3"],
    ]);
  });

  it("is in dollars per million where it is printed in cents a token", () => {
    const text = JSON.stringify({
      "gpt-9": { pricing_config: { finetune_config: { pay_per_token: { price: 0.0025 } } } },
      "ft:gpt-9": { pricing_config: { pay_as_you_go: { request_token: { price: 0.0003 } } } },
    });
    expect(readPortkey(text).map(({ name, kind, amount }) => [name, kind, amount])).toEqual([
      ["gpt-9", "training", "25"],
      ["gpt-9", "input", "3"],
    ]);
  });
});

it("of a day the last copy stays, of more than forty days the first and the last of each week", () => {
  const day = (at: number): string => new Date(Date.parse("2025-01-02") + at * 86_400_000).toISOString().slice(0, 10);
  const copies = (days: number): { day: string; path: string; commit: number }[] =>
    Array.from({ length: days * 2 }, (_, at) => ({ path: "a.json", day: day(at >> 1), commit: at })).toReversed();
  expect(thinned(copies(3)).map(({ commit }) => commit)).toEqual([1, 3, 5]);
  // 2025-01-02 is the first day of its week, 42 days are six weeks.
  expect(thinned(copies(42)).map((copy) => copy.day)).toEqual([day(0), ...[6, 13, 20, 27, 34, 41].map(day)]);
});

it("the copies of a git history bear the day of their commit, oldest first, and of the newest commit", () => {
  const folder = mkdtempSync(join(tmpdir(), "history-"));
  const git = (...command: string[]): void => {
    const day = command[0] === "commit" ? command.pop() : undefined;
    const at = day === undefined ? {} : { GIT_AUTHOR_DATE: `${day}T12:00:00Z`, GIT_COMMITTER_DATE: `${day}T12:00:00Z` };
    execFileSync("git", ["-c", "user.name=a", "-c", "user.email=a@example.org", ...command], {
      cwd: folder,
      env: { ...process.env, ...at },
      stdio: "ignore",
    });
  };
  git("init");
  for (const [day, amount] of [
    ["2025-01-05", "98"],
    ["2025-03-07", "55"],
  ] as const) {
    writeFileSync(join(folder, "prices.go"), map(amount));
    git("add", ".");
    git("commit", "-m", "prices", day);
  }
  writeFileSync(join(folder, "README.md"), "Prices.");
  git("add", ".");
  git("commit", "-m", "readme", "2025-05-01");
  // What still stands in the newest commit was seen on its day.
  expect(copiesIn(join(folder, ".git"), ["prices.go"]).map(({ day, text }) => [day, text])).toEqual([
    ["2025-01-05", map("98")],
    ["2025-03-07", map("55")],
    ["2025-05-01", map("55")],
  ]);
  rmSync(folder, { recursive: true });
});
