import { describe, expect, it } from "vitest";
import { convertBytes, emptyProfile, mergeProfiles, profileBytes, readProfile, profileText } from "../../src/index.ts";
import { checkBytes, textChunks } from "../data.ts";
import { unitRule } from "../units.ts";

type Columns = Readonly<Record<string, string>>;

const rows = '{"q":"a","a":"b"}\n{"q":"c","a":"d","s":"e"}\n';

/** What each way of reading a file says to the columns. */
async function problems(columns: Columns, text: string = rows): Promise<unknown[]> {
  const read = [
    await profileBytes(textChunks(text), { rules: [], columns }),
    await checkBytes(textChunks(text), { provider: "generic", columns }),
    await convertBytes(textChunks(text), { to: "openai", columns, write: () => undefined }),
  ];
  return read.map((result) => (result.ok ? null : result.problem));
}

const known = ["prompt", "completion", "system", "text", "messages", "rows"];

describe("columns that are named", () => {
  it.each<[Columns, object]>([
    [
      { promt: "q", completion: "a" },
      { kind: "unknown_column_use", use: "promt", known },
    ],
    [
      { prompt: "q", completion: "a", foo: "s" },
      { kind: "unknown_column_use", use: "foo", known },
    ],
    [{ prompt: "q" }, { kind: "columns_incomplete", missing: "completion", known }],
    [
      { completion: "a", system: "s" },
      { kind: "columns_incomplete", missing: "prompt", known },
    ],
    [
      { prompt: "q", completion: "a", system: "zz" },
      { kind: "column_nowhere", column: "zz", known },
    ],
    [
      { prompt: "Q", completion: "a" },
      { kind: "column_nowhere", column: "Q", known },
    ],
  ])("as %j are a problem", async (columns, problem) => {
    expect(await problems(columns)).toEqual([problem, problem, problem]);
  });

  it("may be met in one row alone, and in a file without rows they are no problem", async () => {
    const columns = { prompt: "q", completion: "a", system: "s" };
    expect(await problems(columns)).toEqual([null, null, null]);
    expect(await problems(columns, "\n")).toEqual([null, null, null]);
  });

  it("that no part of a cut file has are a problem once all parts are here", async () => {
    const part = async (index: number, text: string, columns: Columns): Promise<typeof emptyProfile> => {
      const profile = await profileBytes(textChunks(text), { rules: [unitRule()], columns, shard: { index, of: 3 } });
      if (!profile.ok) throw new Error(profile.problem.kind);
      const read = readProfile(profileText(profile.value));
      if (!read.ok) throw new Error(JSON.stringify(read.problem));
      return read.value;
    };
    const merged = async (columns: Columns): Promise<ReturnType<typeof mergeProfiles>> => {
      const [first = "", second = ""] = rows.split(/(?<=\n)/u);
      const parts = [await part(1, first, columns), await part(2, "\n", columns), await part(3, second, columns)];
      return parts.reduce<ReturnType<typeof mergeProfiles>>(
        (whole, one) => (whole.ok ? mergeProfiles(whole.value, one) : whole),
        { ok: true, value: emptyProfile },
      );
    };
    const columns = { prompt: "q", completion: "a", system: "s" };
    const whole = await profileBytes(textChunks(rows.replace("\n", "\n\n")), { rules: [unitRule()], columns });
    expect(await merged(columns)).toEqual(whole);
    expect(await merged({ ...columns, system: "zz" })).toEqual({
      ok: false,
      problem: { kind: "column_nowhere", column: "zz", known },
    });
  });
});
