import { describe, expect, it } from "vitest";
import type { Parsed } from "../../src/config/entry.ts";
import { keysKnown, nearestKey, readTable } from "../../src/config/readTable.ts";
import { defaultsOf, table, type Keys, type Table } from "../../src/config/table.ts";

const of = (keys: Keys, ...idle: readonly string[]): Table => table({ keys, idle });
const parsed = (values: Record<string, unknown>): Parsed => ({
  file: "a.yml",
  values,
  lineOf: (key) => key.length,
  command: [],
  head: "",
  comments: [],
});
/** What a rule makes of a value: its meaning, what is expected, or nothing. */
function meant(rule: Keys[string], value: unknown): unknown {
  const { taken, problems, partial, idle } = readTable(parsed({ k: value }), of({ k: rule }));
  if (problems[0] !== undefined) return `expected ${String(problems[0]["expected"])}`;
  if (partial[0] !== undefined) return `not counted: ${partial[0].why}`;
  const [one] = taken;
  if (one !== undefined) return one.inexact === undefined ? one.value : `~${String(one.value)}`;
  return idle.length > 0 ? "idle" : "nothing";
}
function written(rule: Keys[string], value: unknown): unknown {
  return of({ k: rule }).rows[0]?.write?.(value as never);
}

describe("a rule of a key", () => {
  it("of whole numbers rounds, and says nothing where the trainer chooses", () => {
    const whole = (value: unknown) => meant("whole microBatch", value);
    expect([whole(3), whole("3"), whole(2.6), whole(0.2), whole("1e3")]).toEqual([3, 3, 3, 1, 1000]);
    expect(["auto", "gpu", "none", "None", -1, 0].map(whole)).toEqual(Array.from({ length: 6 }, () => "idle"));
    for (const value of ["many", -2, true, [2, 3], "Infinity"])
      expect(whole(value)).toBe("expected a whole number of at least 1");
    expect(written("whole microBatch", 3)).toBe(3);
    expect(written("whole microBatch unwritten", 3)).toBeUndefined();
  });

  it("of flags and texts takes what YAML and the shell write", () => {
    expect([true, "true", "True", "yes", "auto", 1].map((value) => meant("flag bf16", value))).toEqual(
      Array.from({ length: 6 }, () => true),
    );
    expect([false, "false", "False", "no", 0, ""].map((value) => meant("flag bf16", value))).toEqual(
      Array.from({ length: 6 }, () => false),
    );
    expect([meant("flag bf16", "maybe"), meant("flag bf16", 2)]).toEqual([
      "expected true or false",
      "expected true or false",
    ]);
    expect([meant("text model", "a/b"), meant("text model", ""), meant("text model", 3)]).toEqual([
      "a/b",
      "idle",
      "expected a text",
    ]);
    expect([written("flag bf16", false), written("text model", "a")]).toEqual([false, "a"]);
  });

  it("of targets writes names, a list with commas, or a word for all", () => {
    const all = ["q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj"];
    expect(written("targets targets", "qv")).toBeUndefined();
    expect(written("targets targets names", "qv")).toEqual(["q_proj", "v_proj"]);
    expect(written("targets targets comma", "qv")).toBe("q_proj,v_proj");
    expect([written("targets targets comma", "all"), written("targets targets linear", "all")]).toEqual([
      "all",
      "all-linear",
    ]);
    expect(written("targets targets names", "all")).toEqual(all);
  });

  it("takes off, a pattern that fits, or on, in this order", () => {
    const rule = {
      sets: "checkpointing",
      on: "full",
      off: "none",
      match: { "^some$": "selective", "^odd": "~full" },
    } as const;
    expect([
      meant(rule, false),
      meant(rule, "no"),
      meant(rule, true),
      meant(rule, "some"),
      meant(rule, "odd one"),
    ]).toEqual(["none", "none", "full", "selective", "~full"]);
    expect(meant({ sets: "loss", on: "fused" }, false)).toBe("idle");
    expect(meant({ sets: "loss", on: "fused" }, { a: 1 })).toBe("fused");
    expect(meant({ sets: "bf16", match: { "^bf16$": true }, else: false }, "fp16")).toBe(false);
    expect(meant({ sets: "bf16", match: { "^bf16$": true } }, "fp16")).toBe("idle");
    expect(meant({ sets: "bf16", match: { "^bf16$": true }, expected: "bf16" }, "fp16")).toBe("expected bf16");
    expect(meant({ sets: "bf16", match: { "^x$": null }, else: true }, "x")).toBe("idle");
  });

  it("takes words for values, and writes the first that means one", () => {
    const rule = { sets: "zeroStage", words: { a: 1, b: 1, c: "~2" } } as const;
    expect([meant(rule, "a"), meant(rule, "c"), meant(rule, "d")]).toEqual([1, "~2", "expected one of a, b, c"]);
    expect(meant({ sets: "zeroStage", words: { "1": 1 } }, 1)).toBe(1);
    expect([written(rule, 1), written(rule, 9)]).toEqual(["a", null]);
    expect(written({ sets: "fsdp", on: "full", write: { full: "yes", "*": null } }, "full")).toBe("yes");
    expect(written({ sets: "fsdp", on: "full", write: { full: "yes", "*": null } }, "none")).toBeNull();
    expect(written({ sets: "fsdp", on: "full", write: {} }, "full")).toBeUndefined();
    expect(written({ sets: "zeroStage", words: { a: 1 }, write: "same" }, 7)).toBe(7);
    expect(of({ k: { sets: "fsdp", on: "full" } }).rows[0]).not.toHaveProperty("write");
  });

  it("takes a part of a text out of it", () => {
    const rule = { sets: "model", capture: "^models/(.+)$", expected: "a folder of models" } as const;
    expect([meant(rule, "models/a"), meant(rule, "a")]).toEqual(["a", "expected a folder of models"]);
  });

  it("names what is not counted of a value, unless it is off or usual", () => {
    const rule = { partial: "why", off: ["usual"] } as const;
    expect([meant(rule, true), meant(rule, false), meant(rule, "usual"), meant(rule, "other")]).toEqual([
      "not counted: why",
      "idle",
      "idle",
      "not counted: why",
    ]);
    const isOn = { partial: "why", on: false } as const;
    expect([meant(isOn, false), meant(isOn, true)]).toEqual(["not counted: why", "idle"]);
    const some = { partial: "why", capture: "lm_head" } as const;
    expect([meant(some, ["lm_head"]), meant(some, ["norm"])]).toEqual(["not counted: why", "idle"]);
  });

  it("names a setting and a kind that are there", () => {
    expect(() => of({ k: "whole nothing" })).toThrow("k: nothing is no setting");
    expect(() => of({ k: "number microBatch" })).toThrow("k: number is no kind of value");
    expect(() => of({ k: { on: true } })).toThrow("k:  is no setting");
    expect(of({ k: "beside" }).rows).toEqual([{ key: "k" }]);
  });

  it("of trainers' own arguments takes over their defaults", () => {
    expect(defaultsOf({ rank: 8 })).toEqual({ rank: 8 });
    expect(defaultsOf({ like: "arguments", rank: 8 })).toMatchObject({ rank: 8 });
    expect(Object.keys(defaultsOf({ like: "arguments" })).length).toBeGreaterThan(1);
    expect(defaultsOf({ like: "others" })).toEqual({});
  });
});

describe("the keys of a config", () => {
  const own = of({ "a.b": "whole microBatch", c: "flag bf16", d: "beside" }, "x", "w_*", "under. y z");

  it("are known, idle or unknown, each with its line", () => {
    const { taken, idle, unknown } = readTable(
      parsed({ a: { b: 2, q: 1 }, c: null, d: 5, x: 1, w_mine: 1, under: { y: 1, n: 2 }, e: { f: 1 } }),
      own,
    );
    expect(taken.map(({ entry }) => [entry.key, entry.line])).toEqual([["a.b", 3]]);
    expect(idle.map(({ key }) => key)).toEqual(["x", "w_mine", "under.y"]);
    expect(unknown.map(({ key }) => key)).toEqual(["a.q", "under.n", "e"]);
  });

  it("are counted, and some of them decide what is trained whosever they are", () => {
    const known = (values: Record<string, unknown>) => keysKnown(parsed(values), own);
    expect(known({ a: { b: 2 }, c: true, x: 1, e: 1 })).toEqual({ known: 3, unknown: 1, decides: false });
    for (const key of ["lora_alpha", "peft", "freeze_layers", "quant_bits", "bits", "kbits", "rank", "my_adapter"])
      expect([key, known({ [key]: 1 }).decides]).toEqual([key, true]);
    expect([known({ deepspeed: true }).decides, known({ deepspeed: "a.json" }).decides]).toEqual([true, false]);
    expect([known({ colorado: 1 }).decides, known({ habits: 1 }).decides]).toEqual([false, false]);
  });

  it("may be written like one beside them", () => {
    const near = (key: string): string | undefined =>
      nearestKey(key, of({ batch_size: "beside", "opt.rate": "beside" }, "under.*"));
    expect([near("batch_sise"), near("bach_size"), near("opt.rat"), near("rate")]).toEqual([
      "batch_size",
      "batch_size",
      "opt.rate",
      undefined,
    ]);
    expect([near("something_else"), near("under.x"), near("batch_size_of_all")]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });

  it("that are set elsewhere are not counted, where they would say something", () => {
    const why = (value: unknown): unknown => meant("whole microBatch", value);
    expect([why("$N"), why("${N:-1}"), why("$(get)")]).toEqual(
      Array.from({ length: 3 }, () => "not counted: it is set elsewhere"),
    );
    expect(meant("beside", "$N")).toBe("nothing");
  });
});
