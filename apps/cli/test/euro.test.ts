import { expect, it } from "vitest";
import { chatRows, runOver } from "./host.ts";

const job = "--examples 8000 --tokens-per-example 620";
const use = "--requests 240k --input-tokens 900 --output-tokens 120 --months 3";
const cards = "--self-host llama-3.1-8b";

/** Every answer that names money, for a reader who thinks in euro. */
it.each([
  ["a table with own cards", `estimate ${job} ${use} ${cards}`, "Self-hosted"],
  ["a decision", `advise ${job} ${use} ${cards} --lines`, "your own cards"],
  ["training from scratch", `advise ${job} ${use} --scratch bloomberggpt`, "from scratch"],
  ["the methods of training", `advise ${job} --methods`, "The training that costs least is transfer learning: €"],
  ["where a job goes", "advise a.jsonl --leaving openai/gpt-4.1-mini-2025-04-14:sft", "pilots on 10, 20, 40 examples"],
  ["a plan", `plan --budget 1000 ${job} --label-cost 0.40`, "€"],
])("%s has no dollar where every price is converted", async (_what, argv, holds) => {
  const { stdout } = await runOver(
    { "a.jsonl": chatRows(40) },
    ...argv.split(" "),
    "--own-prices",
    "EUR=0.92",
    "--as-of",
    "2026-11-28",
  );
  expect(stdout.replaceAll(/\s+/gu, " ")).toContain(holds);
  expect(stdout).toContain("€");
  expect(stdout.split("\n").filter((line) => line.includes("$"))).toEqual([]);
});
