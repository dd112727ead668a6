import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { describe, expect, it } from "vitest";
import { countRules, profileBytes } from "../../src/index.ts";
import { chunked } from "../data.ts";
import jobs from "./countedJobs.json" with { type: "json" };

/**
 * Public jobs whose file and billed tokens are both known. The files bear no licence, so only their figures are kept; where
 * the folder TUNECAST_JOBS holds them they are counted again.
 */
const folder = process.env["TUNECAST_JOBS"];

describe("jobs with a public file", () => {
  it.each(jobs)("the provider billed every token of $file times the epochs", ({ tokens, epochs, billed }) => {
    expect(tokens * epochs).toBe(billed);
  });

  if (folder === undefined)
    console.log("TUNECAST_JOBS is not set: the files of the public jobs are not counted again.");
  it.skipIf(folder === undefined).each(jobs)(
    "counts $file to the token",
    async ({ file, sha256, examples, tokens }) => {
      const path = join(folder ?? "", basename(file));
      expect(existsSync(path)).toBe(true);
      const bytes = readFileSync(path);
      expect(createHash("sha256").update(bytes).digest("hex")).toBe(sha256);
      const rules = await countRules(["openai/o200k_base"]);
      if (!rules.ok) throw new Error(rules.problem.kind);
      const profile = await profileBytes(chunked(bytes), { rules: rules.value });
      if (!profile.ok) throw new Error(profile.problem.kind);
      expect(profile.value.examples).toBe(examples);
      const counts = profile.value.counts["openai/o200k_base"];
      expect(counts?.exact).toBe(true);
      expect(counts?.tokens.reduce((sum, [length, count]) => sum + length * count, 0)).toBe(tokens);
    },
  );
});
