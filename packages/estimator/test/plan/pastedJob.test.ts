import { describe, expect, it } from "vitest";
import { jobsIn, pastedValue } from "../../src/plan/pastedJob.ts";

/** A value inside so many others of a kind, as Python prints them. */
const nested = (open: string, close: string, depth: number): string =>
  `${open.repeat(depth)}None${close.repeat(depth)}`;

describe("a pasted value", () => {
  it.each([
    ["lists", "[", "]"],
    ["dicts", "{'a': ", "}"],
    ["objects", "Job(a=", ")"],
  ])("is read to 64 %s within one another, and no deeper", (_what, open, close) => {
    expect(pastedValue(nested(open, close, 64))).toBeDefined();
    expect(pastedValue(nested(open, close, 65))).toBeUndefined();
  });
});

describe("the jobs of a list", () => {
  const job = { id: "j1", model: "m" };

  it.each<[what: string, list: readonly unknown[]]>([
    ["one without an id", [job, { model: "m" }]],
    ["one without a model", [job, { id: "j2" }]],
    ["text", [job, "text"]],
    ["nothing", []],
  ])("are none where it holds %s", (_what, data) => {
    expect(jobsIn({ data })).toEqual([{ data }]);
  });

  it("are each of them, by either name of a model and an id", () => {
    const data = [job, { name: "j2", baseModel: "m" }];
    expect(jobsIn({ data })).toEqual(data);
    expect(jobsIn({ tuningJobs: data })).toEqual(data);
  });
});
