import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  emptyProfile,
  mergeProfiles,
  profileBytes,
  profileText,
  readProfile,
  type DatasetProfile,
} from "../../src/index.ts";
import { textChunks } from "../data.ts";

async function profiled(...texts: readonly string[]): Promise<DatasetProfile> {
  const rows = texts.map((text) => JSON.stringify({ text })).join("\n");
  const profile = await profileBytes(textChunks(rows), { rules: [] });
  if (!profile.ok) throw new Error(profile.problem.kind);
  return profile.value;
}

function merged(a: DatasetProfile, b: DatasetProfile): DatasetProfile {
  const both = mergeProfiles(a, b);
  if (!both.ok) throw new Error(both.problem.kind);
  return both.value;
}

const article = {
  latin: "All human beings are born free and equal in dignity and rights.",
  cyrillic: "Все люди рождаются свободными и равными в своем достоинстве и правах.",
  greek: "Όλοι οι άνθρωποι γεννιούνται ελεύθεροι και ίσοι στην αξιοπρέπεια και τα δικαιώματα.",
  han: "人人生而自由，在尊严和权利上一律平等。他们赋有理性和良心，并应以兄弟关系的精神相对待。",
  hangul: "모든 인간은 태어날 때부터 자유로우며 그 존엄과 권리에 있어 동등하다.",
  arabic: "يولد جميع الناس أحرارًا متساوين في الكرامة والحقوق.",
  thai: "มนุษย์ทั้งหลายเกิดมามีอิสระและเสมอภาคกันในเกียรติศักดิ์และสิทธิ",
};

describe("scripts of a profile", () => {
  it.each(Object.entries(article))("estimate how many characters are %s", async (script, text) => {
    const { scripts = {} } = await profiled(...Array.from({ length: 20 }, (_, i) => text.slice(i).repeat(i + 1)));
    const letters = (text.match(/[\p{L}\p{M}]/gu) ?? []).length / text.length;
    expect(Object.keys(scripts)).toEqual([script]);
    const characters = Array.from({ length: 20 }, (_, i) => (text.length - i) * (i + 1)).reduce((a, b) => a + b);
    expect(Math.abs((scripts[script] ?? 0) / characters - letters)).toBeLessThan(0.1);
  });

  it("tell marked letters and the marks of programs apart", async () => {
    expect(Object.keys((await profiled("ěščřžýáíé".repeat(10), "{};=()".repeat(10))).scripts ?? {})).toEqual([
      "code",
      "marked",
    ]);
  });

  const text = fc.string({ unit: "grapheme", maxLength: 600 });

  it("add up, whatever the cut, and need no text to be there", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(text, { minLength: 1, maxLength: 6 }), async (texts) => {
        const parts = await Promise.all(texts.map((one) => profiled(one)));
        const whole = await profiled(...texts);
        expect(parts.reduce(merged, emptyProfile).scripts).toEqual(whole.scripts);
        expect(readProfile(profileText(whole))).toEqual({ ok: true, value: whole });
      }),
      { numRuns: 50, seed: 4 },
    );
  });

  it("are refused where they are no counts", async () => {
    const wrong = profileText(await profiled(article.han)).replace(/"han":\d+/u, '"han":-1');
    expect(readProfile(wrong)).toEqual({ ok: false, problem: { kind: "not_a_profile", field: "scripts" } });
  });
});
