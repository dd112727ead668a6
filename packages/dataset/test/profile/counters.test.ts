import { describe, expect, it } from "vitest";
import { countRule, profileBytes, type CountRule } from "../../src/index.ts";
import type { Counter } from "../../src/tokens/counter.ts";
import { counterOf, countersOf } from "../tokens/counters.ts";
import { lines } from "../checks/rows.ts";
import { textChunks } from "../data.ts";

const rows = ["Hello there, 12345!", "Schöne Grüße aus 日本", "if (a) {\n  b();\n}"].map((text) => ({ text }));

function ruleOf(counter: Counter): CountRule {
  const rule = countRule("plain", counter);
  if (!rule.ok) throw new Error(rule.problem.kind);
  return rule.value;
}

async function tokensBy(...counters: readonly Counter[]): Promise<unknown[]> {
  const profile = await profileBytes(textChunks(lines(rows)), { rules: counters.map(ruleOf) });
  if (!profile.ok) throw new Error(profile.problem.kind);
  return counters.map(({ vocabulary }) => profile.value.counts[`plain/${vocabulary}`]?.tokens);
}

describe("counters of several makes", () => {
  it("count beside one another what each counts by itself", async () => {
    const [o200k, r50k] = [await counterOf("o200k_base"), await counterOf("r50k_base")];
    const letters: Counter = { vocabulary: "letters", count: (text: string) => text.length };
    const alone = (await Promise.all([o200k, r50k, letters].map((one) => tokensBy(one)))).flat();
    expect(new Set(alone.map((each) => JSON.stringify(each))).size).toBe(3);
    expect(await tokensBy(o200k, r50k, letters)).toEqual(alone);
    expect(await tokensBy(letters, o200k, r50k)).toEqual([alone[2], alone[0], alone[1]]);
    expect(await tokensBy(o200k, r50k)).toEqual(alone.slice(0, 2));
    expect(await tokensBy(...(await countersOf(["o200k_base", "r50k_base"])))).toEqual(alone.slice(0, 2));
    expect(rows.map(({ text }) => text.length)).toEqual([19, 19, 17]);
    expect(alone[2]).toEqual([
      [17, 1],
      [19, 2],
    ]);
  });
});
