import { describe, expect, it } from "vitest";
import { spellings } from "@tunecast/estimator/fields";
import { run } from "../src/run.ts";
import { isRecord } from "@tunecast/estimator/parts";
import { type Tree, withAt } from "../src/ask/fieldOption.ts";
import { settings } from "../src/ask/settings.ts";
import { around, chatRows } from "./host.ts";

const full = {
  $schema: "./node_modules/tunecast/schema/tunecast.json",
  data: ["train.jsonl"],
  offers: ["openai/gpt-4.1-mini-2025-04-14:sft"],
  job: { epochs: 2 },
  traffic: { requestsPerMonth: 1000, inputTokens: 900, outputTokens: 120, months: 2 },
  budget: { max: "50", warn: 40 },
};

async function asked(file: unknown, argv: readonly string[], env: Record<string, string> = {}) {
  const text = typeof file === "string" ? file : JSON.stringify(file);
  const texts = {
    "train.jsonl": chatRows(20),
    "other.jsonl": chatRows(12),
    ...(file !== undefined && { "tunecast.json": text }),
  };
  return run(argv, { ...around(texts), env });
}

const answer = async (file: unknown, argv: readonly string[], env: Record<string, string> = {}) => {
  const { stdout, stderr } = await asked(file, [...argv, "--format", "json"], env);
  return { ...JSON.parse(stdout), stderr };
};

describe("tunecast.json", () => {
  it("fills in what was not typed: data, offers, traffic, budget", async () => {
    const { input, offers, stderr } = await answer(full, ["estimate"]);
    expect(input.job).toMatchObject({ epochs: 2, profile: { examples: 20 } });
    expect(input.traffic).toMatchObject({ requestsPerMonth: 1000, inputTokens: 900, months: 2 });
    expect(offers.map(({ id }: { id: string }) => id)).toEqual(full.offers);
    expect(stderr).toContain("Warning: openai/gpt-4.1-mini");
  });

  it("gives way to the environment, and that to what is typed", async () => {
    const epochs = async (argv: readonly string[], env: Record<string, string>) =>
      (await answer(full, ["estimate", ...argv], env)).input.job.epochs;
    expect(await epochs([], {})).toBe(2);
    expect(await epochs([], { TUNECAST_EPOCHS: "4" })).toBe(4);
    expect(await epochs(["--epochs", "5"], { TUNECAST_EPOCHS: "4" })).toBe(5);
    // A typed list is no addition to that of the file.
    const { offers } = await answer(full, ["estimate", "--model", "fireworks/qwen3-8b:sft-lora"]);
    expect(offers.map(({ provider }: { provider: string }) => provider)).toEqual(["fireworks"]);
  });

  it("keeps its epochs where a file is named", async () => {
    expect((await answer(full, ["estimate", "other.jsonl"])).input.job.epochs).toBe(2);
    expect((await answer(undefined, ["estimate", "other.jsonl"], { TUNECAST_EPOCHS: "4" })).input.job.epochs).toBe(4);
  });

  it("refuses data beside counts, as typed ones are refused", async () => {
    const both = { ...full, job: { examples: 50, tokensPerExample: 90 } };
    const { stderr, exitCode } = await asked(both, ["estimate"]);
    expect(stderr).toContain("Give either data files or examples and tokensPerExample: a file is counted.");
    expect(exitCode).toBe(2);
    expect((await answer(both, ["estimate", "other.jsonl"])).input.job.profile.examples).toBe(12);
  });

  it("leaves its data where files or counts are typed", async () => {
    expect((await answer(full, ["estimate", "other.jsonl"])).input.job.profile.examples).toBe(12);
    const typed = await answer(full, ["estimate", "--examples", "7000", "--tokens-per-example", "90"]);
    expect(typed.input.job).toMatchObject({ examples: 7000, tokensPerExample: 90 });
    const counts = { job: { examples: 50, tokensPerExample: 90 } };
    expect((await answer(counts, ["estimate"])).input.job.examples).toBe(50);
    expect((await answer(counts, ["estimate", "other.jsonl"])).input.job.profile.examples).toBe(12);
  });

  it("serves plan and advise alike, and no other command", async () => {
    const plan = await asked({ ...full, budget: { total: "1000" }, labels: { cost: "0.40" } }, [
      "plan",
      "--format",
      "json",
    ]);
    expect(JSON.parse(plan.stdout).rows[0]).toMatchObject({ id: full.offers[0] });
    const advise = await asked(full, ["advise", "--format", "json"]);
    expect(JSON.parse(advise.stdout).months).toBe(2);
    const check = await asked("{", ["check", "train.jsonl", "--provider", "openai"]);
    expect(check.exitCode).toBe(0);
  });

  it.each([
    ["{", "tunecast.json is not JSON"],
    [[], "Give an object of settings."],
    [
      { trafic: {}, traffic: { requests: 5 } },
      'tunecast.json, line 1 has no setting "traffic.requests"; did you mean traffic.requestsPerMonth',
    ],
    [{ traffic: { months: "two" } }, 'tunecast.json, line 1: traffic.months: Months must be a number, not "two".'],
    [{ traffic: { months: -1 } }, "tunecast.json, line 1: traffic.months: Months must be more than 0"],
    [{ asOf: "2026-13-01" }, "tunecast.json, line 1: asOf: "],
    [{ budget: { max: 4.5 } }, "tunecast.json, line 1: budget.max: Give an amount as text"],
    [{ data: 5 }, "tunecast.json, line 1: data: Give a file's name, or some."],
    [{ offers: [] }, "tunecast.json, line 1: offers: Give one word or more"],
  ])("%j is a problem at its field, with exit code 2", async (file, said) => {
    const { stderr, exitCode } = await asked(file, ["estimate", "--examples", "10", "--tokens-per-example", "9"]);
    expect(stderr).toContain(said);
    expect(exitCode).toBe(2);
  });

  it("names the variable whose value is wrong, and the file that is not there", async () => {
    const job = ["estimate", "--examples", "10", "--tokens-per-example", "9"];
    expect((await asked(undefined, job, { TUNECAST_MAX: "much" })).stderr).toContain("TUNECAST_MAX: ");
    expect((await asked(undefined, job, { TUNECAST_CONFIG: "none.json" })).stderr).toContain(
      "There is no file none.json",
    );
  });

  it("says on which line a wrong setting stands", async () => {
    const text =
      '{\n  "asOf": "2026-11-24",\n  "months": 3,\n  "traffic": {\n    "outputTokens": 5,\n    "months": -1\n  }\n}\n';
    const { stderr } = await asked(text.replace('  "months": 3,\n', ""), ["estimate"]);
    expect(stderr).toContain("tunecast.json, line 5: traffic.months: Months must be more than 0");
    const { stderr: unknown } = await asked(text, ["estimate"]);
    expect(unknown).toContain('tunecast.json, line 3 has no setting "months"');
    const { stderr: broken } = await asked('{\n  "asOf": "2026-11-24",\n  "months" 3\n}', ["estimate"]);
    expect(broken).toContain("tunecast.json is not JSON: line 3");
  });

  it("refuses a key that stands twice", async () => {
    const text = '{"job": {"epochs": 2, "epochs": 3}, "data": ["train.jsonl"]}';
    const { stderr, exitCode } = await asked(text, ["estimate"]);
    expect(stderr).toContain('"epochs"');
    expect(exitCode).toBe(2);
  });

  it("has a schema that says what is read (else run this file with -u)", async () => {
    await expect(`${JSON.stringify(settingsSchema(), null, 2)}\n`).toMatchFileSnapshot("../schema/tunecast.json");
    expect(new Set(settings.map(({ path }) => path)).size).toBe(settings.length);
  });
});

/** What an editor knows of `tunecast.json`: published beside the command. */
function settingsSchema(): object {
  let properties: Tree = {
    $schema: { type: "string" },
    data: { description: "Data files or profiles.", ...spellings.texts.schema },
  };
  for (const { path, kind, help } of settings) {
    const said = { description: `${help.charAt(0).toUpperCase()}${help.slice(1)}.`, ...spellings[kind].schema };
    const [group = "", name] = path.split(".");
    const below = name === undefined ? {} : { type: "object", additionalProperties: false };
    const at = properties[group];
    properties = {
      ...properties,
      [group]: name === undefined ? said : withAt(isRecord(at) ? at : below, `properties.${name}`, said),
    };
  }
  return {
    $schema: "http://json-schema.org/draft-07/schema#",
    $id: "https://unpkg.com/tunecast/schema/tunecast.json",
    title: "Settings of Tunecast",
    type: "object",
    additionalProperties: false,
    properties,
  };
}
