import { groups } from "@tunecast/estimator/fields";
import { describe, expect, it } from "vitest";
import { withAt } from "../src/ask/fieldOption.ts";
import { chatRows, runOver } from "./host.ts";

/** What JSON may hold in place of anything. */
const wrong: readonly unknown[] = [5, "x", [5], {}, null];
const paths = Object.entries(groups).flatMap(([group, { kinds }]) => [
  ...(group === "" ? [] : [group]),
  ...Object.keys(kinds).map((name) => (group === "" ? name : `${group}.${name}`)),
]);
const lists = ["ways", "quality", "job.stages", "job.validation", "job.profile", "prices", "ownPrices"];

describe("a question file", () => {
  it.each(["estimate", "advise", "plan"])(
    "with a value of a wrong kind in any place is no fault of %s",
    async (command) => {
      const faults: string[] = [];
      for (const path of [...paths, ...lists])
        for (const value of wrong) {
          const question = withAt({ $schema: "", hoursPerMonth: 730 }, path, value);
          const files = { "question.json": JSON.stringify(question), "data.jsonl": chatRows(3) };
          const more = command === "plan" ? ["--budget", "9"] : ["--requests", "1000"];
          try {
            await runOver(files, command, "question.json", "data.jsonl", "--model", "nova-micro", ...more);
          } catch (error) {
            faults.push(`${path}=${JSON.stringify(value)}: ${String(error)}`);
          }
        }
      expect(faults).toEqual([]);
    },
  );

  it.each([
    [{ only: { models: "gpt-4.1-mini" } }, "Models must be a list"],
    [{ asOf: "2026-13-45" }, '"2026-13-45" is not a day that exists'],
    [{ spend: { bugdet: "5" } }, 'has no field "spend.bugdet"'],
    [{ project: { teacher: { modl: "x" } } }, 'has no field "project.teacher.modl"'],
    [{ ways: 5 }, "Ways must be a list"],
    [{ job: 7 }, "Job must be an object"],
  ])("is refused by name: %j", async (question, said) => {
    const files = { "question.json": JSON.stringify(question), "data.jsonl": chatRows(3) };
    const { exitCode, stderr } = await runOver(files, "advise", "question.json", "data.jsonl", "--requests", "1000");
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining(`question.json: `)]);
    expect(stderr).toContain(said);
  });

  it("may hold whole amounts as numbers", async () => {
    const asked = (budget: unknown) =>
      runOver(
        { "question.json": JSON.stringify({ job: { examples: 9, tokensPerExample: 9 }, spend: { budget } }) },
        "estimate",
        "question.json",
      );
    expect(await asked(5)).toEqual(await asked("5"));
  });
});

describe("a field that a command does not use", () => {
  it("is named as it was stated: as an option only where the command has it", async () => {
    const job = ["--examples", "100", "--tokens-per-example", "100", "--budget", "9", "--model", "nova-micro"];
    const { stderr } = await runOver({}, "plan", ...job, "--set", "project.tuningRounds=2");
    expect(stderr).toContain("plan does not use project.tuningRounds.");
  });
});

describe("a count with a dot", () => {
  const use = ["--requests", "1000", "--input-tokens", "90", "--output-tokens", "10"];

  it.each([
    ["--examples", "8.000", "--tokens-per-example", "620"],
    ["--examples", "80", "--tokens-per-example", "620", ...use, "--requests", "1.000..2.000"],
    ["--examples", "1.000.000", "--tokens-per-example", "620"],
  ])("is refused where it could part thousands: %s %s", async (...typed) => {
    const { stderr, exitCode } = await runOver({}, "estimate", ...typed);
    expect([exitCode, stderr]).toEqual([2, expect.stringMatching(/must be a number, not "(?:8|1)\.000|must be/u)]);
  });

  it("is taken where nothing else can be meant", async () => {
    const asked = async (...typed: string[]) =>
      JSON.parse((await runOver({}, "estimate", "--format", "json", "--model", "nova-micro", ...typed)).stdout).input
        .job;
    expect(await asked("--examples", "1.5k", "--tokens-per-example", "1.500")).toMatchObject({
      examples: 1500,
      tokensPerExample: 1.5,
    });
  });
});
