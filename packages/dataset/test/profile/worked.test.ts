import { describe, expect, it } from "vitest";
import { profileBytes } from "../../src/index.ts";
import { jsonLines, textChunks } from "../data.ts";
import { unitRule } from "../units.ts";

/** A small file, and what its profile says beside the counts and what is always so. */
interface Case {
  readonly text: string;
  readonly options?: object;
  readonly profile: object;
}

const cases = jsonLines(new URL("fixtures/worked.jsonl", import.meta.url)) as readonly Case[];

describe("the profile of a small file", () => {
  it.each(cases)("$text", async ({ text, options, profile }) => {
    const found = await profileBytes(textChunks(text), { rules: [unitRule("openai")], ...options });
    const { counts, schemaVersion, ...rest } = found.ok ? found.value : { ...found, counts: {}, schemaVersion: 1 };
    expect(schemaVersion).toBe(1);
    const tokens = Object.values(counts).map((each) => ("tokens" in each ? each.tokens : null));
    expect({ tokens, ...rest }).toEqual(profile);
  });
});
