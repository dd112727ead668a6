import { describe, expect, it } from "vitest";
import {
  emptyProfile,
  profileBytes,
  profileOfSample,
  profileText,
  readProfile,
  type DatasetProfile,
} from "../../src/index.ts";
import { mulberry32 } from "../tokens/texts.mjs";
import { chunked } from "../data.ts";
import { unitRule } from "../units.ts";

const rule = unitRule("plain");
const BLOCK = 40;

/** Blocks of rows whose lengths drift, so that neighbours resemble each other, with long rows here and there. */
async function blocksOf(seed: number, number: number): Promise<readonly DatasetProfile[]> {
  const random = mulberry32(seed);
  let level = 20;
  const blocks: DatasetProfile[] = [];
  for (let block = 0; block < number; block += 1) {
    let text = "";
    for (let row = 0; row < BLOCK; row += 1) {
      level = Math.max(2, level + (random() - 0.5) * 6);
      const length = Math.floor(level * (random() < 0.03 ? 20 : 1) * (0.5 + random()));
      text += `${JSON.stringify({ text: "w ".repeat(length) + "x".repeat(Math.floor(random() * 80)) })}\n`;
    }
    const profile = await profileBytes(chunked(new TextEncoder().encode(text)), { rules: [rule] });
    if (!profile.ok) throw new Error(profile.problem.kind);
    blocks.push(profile.value);
  }
  return blocks;
}

function tokens({ counts }: DatasetProfile): number {
  return (counts[rule.name]?.tokens ?? []).reduce((sum, [each, times]) => sum + each * times, 0);
}

function estimated(blocks: readonly DatasetProfile[], bytes: number): DatasetProfile {
  const profile = profileOfSample(blocks, bytes);
  if (!profile.ok) throw new Error(profile.problem.kind);
  return profile.value;
}

describe("the profile of a sample", () => {
  it("holds the tokens of the file within its range about 95 times of 100", async () => {
    const all = await blocksOf(1, 600);
    const [truth, bytes] = [
      all.reduce((sum, one) => sum + tokens(one), 0),
      all.reduce((sum, one) => sum + one.bytes, 0),
    ];
    let within = 0;
    const draws = 400;
    for (let draw = 0; draw < draws; draw += 1) {
      const random = mulberry32(1000 + draw);
      const drawn = Array.from({ length: 30 }, (_, i) => all[i * 20 + Math.floor(random() * 20)] ?? emptyProfile);
      const profile = estimated(drawn, bytes);
      const { less = 0, more = 0 } = profile.counts[rule.name]?.doubt ?? {};
      if (truth >= tokens(profile) - less && truth <= tokens(profile) + more) within += 1;
    }
    expect(within / draws).toBeGreaterThan(0.92);
  });

  it("is a profile like any other, of all bytes, and never exact", async () => {
    const blocks = await blocksOf(2, 20);
    const bytes = 137 * blocks.reduce((sum, one) => sum + one.bytes, 0);
    const profile = estimated(blocks, bytes);
    expect(profile).toMatchObject({ bytes, examples: 137 * 20 * BLOCK, badRows: 0 });
    expect(profile.counts[rule.name]).toMatchObject({ exact: false });
    expect(readProfile(profileText(profile))).toEqual({ ok: true, value: profile });
  });

  it("leaves no doubt where every block was drawn", async () => {
    const blocks = await blocksOf(3, 20);
    const profile = estimated(
      blocks,
      blocks.reduce((sum, one) => sum + one.bytes, 0),
    );
    expect(profile.counts[rule.name]?.doubt).toEqual({ less: 0, more: 0 });
  });
});
