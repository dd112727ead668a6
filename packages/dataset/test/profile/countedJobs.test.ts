import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { describe, expect, it } from "vitest";
import { countRules, profileBytes } from "../../src/index.ts";
import { chunked, dataBytes, hasData } from "../data.ts";
import listed from "./countedJobs.json" with { type: "json" };

/** A job and its file. */
interface CountedJob {
  readonly file: string;
  readonly model: string;
  /** The name of the file that the job was given, and how it is made of `file`. */
  readonly made?: string;
  /** Where the shared data hold it. */
  readonly held?: string;
  /** That of gpt-4o-mini, unless another is named. */
  readonly rule?: string;
  readonly sha256: string;
  readonly examples: number;
  /** Tokens that the count may be off either way: its tools are counted by the form that this one bill shows. */
  readonly doubt?: number;
  readonly tokens: number;
  readonly epochs: number;
  /** Azure rounds the bill up to whole thousands. */
  readonly roundedTo?: number;
  /** Tokens of an epoch that the provider's figure holds beyond ours: two a row, in one job of Azure of May 2024. */
  readonly unexplained?: number;
  readonly billed: number;
}

const jobs: readonly CountedJob[] = listed;

/**
 * Public jobs whose file and billed tokens are both known. Most files bear no licence, so only their figures are kept; where
 * the shared data or the folder TUNECAST_JOBS hold them they are counted again.
 */
const folder = process.env["TUNECAST_JOBS"];

function bytesOf({ file, made, held }: CountedJob): Uint8Array | null {
  if (held !== undefined) return hasData ? dataBytes(held) : null;
  return folder === undefined ? null : readFileSync(join(folder, made?.split(":")[0] ?? basename(file)));
}

describe("jobs with a public file", () => {
  it.each(jobs)("the provider billed every token of $file times the epochs", (job) => {
    const { tokens, epochs, billed, roundedTo = 1, unexplained = 0 } = job;
    expect(Math.ceil(((tokens + unexplained) * epochs) / roundedTo) * roundedTo).toBe(billed);
  });

  it("are explained to the token, but for one", () => {
    expect(jobs.filter(({ unexplained }) => unexplained !== undefined).map(({ model }) => model)).toEqual([
      "azure-openai/gpt-35-turbo-0613",
    ]);
  });

  if (folder === undefined)
    console.log("TUNECAST_JOBS is not set: the files of most public jobs are not counted again.");
  it.each(jobs)("counts $file to the token, where it is at hand", async (job) => {
    const bytes = bytesOf(job);
    if (bytes === null) return;
    const { rule = "openai/o200k_base", sha256, examples, tokens, doubt } = job;
    expect(createHash("sha256").update(bytes).digest("hex")).toBe(sha256);
    const rules = await countRules([rule]);
    if (!rules.ok) throw new Error(rules.problem.kind);
    const profile = await profileBytes(chunked(bytes), { rules: rules.value });
    if (!profile.ok) throw new Error(profile.problem.kind);
    expect(profile.value.examples).toBe(examples);
    const counts = profile.value.counts[rule];
    expect(counts?.doubt).toEqual(doubt === undefined ? undefined : { less: doubt, more: doubt });
    expect(counts?.exact).toBe(doubt === undefined);
    expect(counts?.tokens.reduce((sum, [length, count]) => sum + length * count, 0)).toBe(tokens);
  });
});
