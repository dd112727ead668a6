import { describe, expect, it } from "vitest";
import { folder, hosted, mini, pilots, rows, typed, use } from "./toggles/shared.ts";

const question = folder.file(
  "question.json",
  JSON.stringify({
    job: { examples: 8000, tokensPerExample: 620 },
    traffic: { requestsPerMonth: 240_000, inputTokens: 900, outputTokens: 120, months: 3 },
  }),
);
const own = folder.file(
  "discount.json",
  JSON.stringify({ discounts: [{ provider: "openai", percent: "10", source: "contract" }] }),
);
const further = folder.file(
  "further.json",
  JSON.stringify({ spend: { budget: "200" }, alternative: { kind: "rag", extraInputTokens: 1600 } }),
);
const vertex = ["--provider", "google-vertex,together"];
const priced = ["--offer", hosted, "--tokens-per-example", "620"];
const weighed = [pilots, "--examples", "4000", "--value-per-point", "400"];
const draws = [...typed, "--rollouts", "tokens=600"];
const cards = ["--model", "llama-3.1-8b", "--gpu", "h100-sxm-80"];
const words = "amber birch cedar delta ember flint grove heron ivory jade kelp lotus maple north olive pearl".split(
  " ",
);
const chat = (said: string) =>
  `${JSON.stringify({
    messages: [
      ["user", said],
      ["assistant", said.toUpperCase()],
    ].map(([role, content]) => ({ role, content })),
  })}\n`;
const others = folder.file("others.jsonl", chat("Something else altogether."));
const varied = folder.file(
  "varied.jsonl",
  words.map((word) => chat(`${word.repeat(5)} ${word.slice(1).repeat(3)}`)).join(""),
);
const small = ["--stage", "examples=5,tokens-per-example=100"];

/** What is typed beside a question and decides nothing there, and what is said of it. */
const cases: readonly (readonly [command: string, base: readonly string[], more: readonly string[], said: string])[] = [
  // Of all offers some are billed by it; of those that are compared none is.
  ["advise", [...typed, ...use], ["--set", "job.hours=3"], "--set job.hours: no"],
  ["advise", [...typed, ...use], ["--set", "job.imagesSeen=6400"], "--set job.imagesSeen: no"],
  ["advise", [...typed, ...use], ["--set", "job.mixedInTokens=2e6"], "--set job.mixedInTokens: no"],
  ["advise", [...typed, ...use], ["--set", "job.thinkingTurns=5"], "--set job.thinkingTurns: no"],
  ["advise", [...typed, ...use], ["--set", "job.checkpointGigabytes=16"], "--set job.checkpointGigabytes: no"],
  ["advise", [...typed, ...use], ["--set", "hoursPerMonth=700"], "--set hoursPerMonth: no"],
  ["advise", [...typed, ...use], ["--set", "job.packing=false"], "--set job.packing: no"],
  ["advise", [rows, ...use, "--leaving", mini], ["--set", "traffic.growthPerMonth=0.05"], "does not use --growth"],
  ["advise", [question, "--methods"], ["--set", "hoursPerMonth=700"], "--set hoursPerMonth: no"],
  ["advise", [...typed, "--methods"], ["--set", "job.hours=3"], "--set job.hours: no"],
  ["advise", [rows, ...use, "--leaving", mini], ["--set", "job.mixedInTokens=2e6"], "job.mixedInTokens: no"],
  ["plan", [question, "--budget", "300"], ["--set", "hoursPerMonth=700"], "--set hoursPerMonth: no"],
  ["plan", [question, "--budget", "300"], ["--set", "job.checkpointGigabytes=16"], "job.checkpointGigabytes: no"],
  ["plan", [...typed, "--budget", "900"], ["--epochs", "2..4"], "--epochs is 2 to 4: the answer is at 3."],
  ["estimate", typed, ["--set", "job.imagesSeen=6400"], "--set job.imagesSeen: no"],
  ["estimate", [...typed, "--top", "3"], ["--all"], "cannot be used with option"],
  ["estimate", [...draws, "--method", "rft"], ["--method", "dpo"], "--method dpo: completions that the model draws"],
  ["estimate", [...typed, "--format", "json"], ["--all"], "--all changes nothing"],
  ["estimate", [...typed, "--format", "csv"], ["--all"], "--all changes nothing"],
  // The offer that is bought answers by the token; others, and refused ones, by the hour.
  ["estimate", [question, ...vertex, "--format", "focus"], ["--set", "hoursPerMonth=700"], "--set hoursPerMonth: no"],
  ["estimate", [question, ...vertex, "--format", "focus"], ["--deployed-hours", "600"], "--deployed-hours: no"],
  ["estimate", [question, "--format", "csv"], [further], "--budget changes nothing"],
  ["estimate", [question, "--format", "focus"], [further], "alternative changes nothing"],
  ["curve", [pilots, ...priced], ["--epochs", "2..4"], "--epochs is 2 to 4: the answer is at 3."],
  ["pilots next", [...weighed, ...priced], ["--epochs", "2..4"], "--epochs is 2 to 4: the answer is at 3."],
  ["pilots", ["--examples", "4000", ...priced], ["--epochs", "2..4"], "--epochs is 2 to 4: the answer is at 3."],
  ["curve", [pilots, ...priced], ["--own-prices", own], "--own-prices: no"],
  ["pilots", ["--examples", "4000", ...priced], ["--own-prices", own], "--own-prices: no"],
  ["pilots next", [...weighed, ...priced], ["--own-prices", own], "--own-prices: no"],
  ["pilots next", weighed, ["--test-size", "400"], "--test-size changes nothing: every pilot has a standard error."],
  ["gpu", cards, ["--set", "epochs=4"], "--epochs 4: no figure"],
  ["gpu", [...cards, ...typed, "--write", "trl"], small, "--stage changes nothing: the config is that of the first"],
  ["gpu", [...cards, ...typed, "--write", "trl"], ["--as-of", "2026-08-01"], "--as-of changes nothing"],
  ["check", [rows, "--provider", "openai"], ["--validation", others], "others.jsonl is in"],
  ["check", [varied, "--provider", "openai"], ["--near-duplicates"], "No near repeats"],
  ["profile", [rows, "--shard", "1/2"], ["--sample", "20"], "cannot be used with option"],
];

describe("what is typed for nothing is said", () => {
  it.each(cases)("%s %j %j", async (command, base, more, said) => {
    const ask = (...argv: readonly string[]) => folder.run([...command.split(" "), ...base, ...argv]);
    expect((await ask()).stderr).not.toContain(said);
    expect((await ask(...more)).stderr).toContain(said);
  });
});

describe("completions that no offer draws", () => {
  it.each([
    ["--method", "dpo"],
    ["--model", "gpt-4.1-mini"],
  ])("are refused with a way out: %s %s", async (...filter) => {
    const { exitCode, stderr } = await folder.run(["estimate", ...typed, ...filter, "--rollouts", "tokens=600"]);
    expect([exitCode, stderr]).toEqual([
      2,
      expect.stringContaining("leave it out, or name other models or --method rft"),
    ]);
  });
});

it.each([
  ["2..4", "A job runs one number of epochs"],
  ["provider", "trl has no epochs of a provider"],
])("refuses epochs for the jobs of a cut: %s", async (epochs, said) => {
  const out = ["--test", "5", "--out", `${folder.path}/cut`];
  const jobs = ["--jobs", "trl", "--model", "q", "--epochs", epochs];
  const { exitCode, stderr } = await folder.run(["pilots", "cut", rows, ...out, ...jobs]);
  expect([exitCode, stderr]).toEqual([2, expect.stringContaining(said)]);
});

it("says nothing of near repeats where a row of the validation file is one", async () => {
  const long = folder.file(
    "long.jsonl",
    chat(words.join(" ")).concat(words.map((word) => chat(word.repeat(9))).join("")),
  );
  const near = folder.file("near.jsonl", chat(`${words.join(" ")} quartz`));
  const asked = ["check", long, "--provider", "openai", "--validation", near, "--near-duplicates"];
  const { stdout, stderr } = await folder.run(asked);
  expect(stdout).toContain("validation near overlap");
  expect(stderr).not.toContain("No near repeats");
});
