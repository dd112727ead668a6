import { describe, expect, it } from "vitest";
import { explain } from "../../src/index.ts";
import { noteSentence } from "../../src/curve.ts";
import { readOwnPrices } from "../../src/prices.ts";
import { explainEstimate } from "../../src/words/estimateProblems.ts";

describe("explain", () => {
  it.each(["__proto__", "hasOwnProperty", "constructor", "toString", "never_seen"])(
    "says something of a problem of the kind %s",
    (kind) => {
      for (const say of [explain, explainEstimate])
        expect(say({ kind, field: "epochs" })).toMatch(/: field epochs\.$/u);
    },
  );

  it.each([
    [
      { kind: "unknown_target", target: "zzz", known: ["openai", "trl"] },
      'No shape is named "zzz": give one of openai, trl.',
    ],
    [{ kind: "unknown_format", format: "zzz", known: ["text", "chat-sft"] }, '"zzz"; known are text, chat-sft.'],
    [{ kind: "unknown_format", format: "chatsft", known: ["text", "chat-sft"] }, "did you mean chat-sft?"],
    [{ kind: "unknown_vocabulary", vocabulary: "zzz", known: ["tekken"] }, "known are tekken."],
    [
      { kind: "unknown_rule", rule: "foo/o200k_base", known: ["plain", "openai"] },
      'No counting rule is named "foo/o200k_base": write a template and a vocabulary, such as openai/o200k_base; the templates are plain, openai.',
    ],
    [{ kind: "bad_plan", field: "testSize", got: 0, expected: "1 or more" }, "The option test size is 0"],
    [{ kind: "bad_number", option: "microBatch", got: 0, expected: "1 or more" }, "Micro batch must be 1 or more"],
    [{ kind: "not_json", message: "Unexpected end" }, "This is not JSON (Unexpected end)."],
    [{ kind: "too_few_examples", examples: 1, least: 10 }, "1 example; this"],
    [{ kind: "over_context", examples: 1, most: 9 }, "1 example is longer"],
    [
      { kind: "over_context", model: "mine\u202E\n", context: 4096, maxTokens: 9000 },
      "mine\\u202e  reads at most 4,096 tokens, not 9,000",
    ],
    [{ kind: "epochs_not_taken", epochs: 1, least: 2, most: 9 }, "1 epoch; this"],
    [{ kind: "not_stated", what: "constructor" }, "Constructor must be stated to price this."],
    [{ kind: "file_too_large", megabytes: 9, most: 8, way: "toString" }, "at most 8 in one file."],
  ])("%j: %s", (problem, sentence) => {
    expect(explain(problem)).toContain(sentence);
  });
});

describe("noteSentence", () => {
  it("gives no reason that three sizes are said not to show", () => {
    const note = { kind: "rule_disagrees", n: 1600, rule: 0.9, median: 0.85, low80: 0.8, high80: 0.88 };
    expect(noteSentence({ ...note, why: "gains_shrink" })).not.toMatch(/pilots bend/u);
  });
});

describe("readOwnPrices", () => {
  it.each([
    ["a list that never ends", JSON.parse(`${"[".repeat(5000)}${"]".repeat(5000)}`), "a list"],
    ["an object in place of a list", { rates: { a: 1 } }, "an object"],
    ["a word in place of an object", { credits: ["free"] }, '"free"'],
  ])("names the kind of %s, not its text", (_name, value: unknown, got) => {
    const read = readOwnPrices(value);
    expect(read).toMatchObject({ ok: false, problem: { kind: "bad_overlay", got } });
  });
});
