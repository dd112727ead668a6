import { describe, expect, it } from "vitest";
import { spokenText, textMessage, type Example } from "../../src/formats/example.ts";
import { readRow } from "../../src/shapes/readRow.ts";
import { shapeOf } from "../../src/shapes/table.ts";

/** Prompt and answers of two texts that are told apart by nothing else. */
function parted(chosen: string, rejected: string): (string | undefined)[] {
  const row = { chosen, rejected };
  const { messages, answer, rejected: other } = readRow(row, shapeOf(row), undefined) as Example;
  return [messages.slice(0, answer)[0]?.text, messages[answer]?.text, other?.[0]?.text];
}

describe("two texts", () => {
  /** @source https://github.com/huggingface/trl/blob/main/trl/data_utils.py `extract_prompt` (read 2026-11-25) */
  it.each<[string, [string, string], (string | undefined)[]]>([
    ["where they first differ", ["2+2=4", "2+2=5"], ["2+2=", "4", "5"]],
    ["before a space there", ["The sky is blue.", "The sky is red."], ["The sky is", " blue.", " red."]],
    ["before one space, not before two", ["is  a", "is  b"], ["is ", " a", " b"]],
    ["nowhere, if they share nothing", ["yes", "no"], [undefined, "yes", "no"]],
    ["nowhere, if they are the same", ["yes", "yes"], [undefined, "yes", "yes"]],
    ["where one of them ends", ["yes", "yes, sir"], ["yes", "", ", sir"]],
  ])("part %s", (_where, [chosen, rejected], expected) => {
    expect(parted(chosen, rejected)).toEqual(expected);
  });

  it("part behind the last mark of the model that they share", () => {
    const talk = "\n\nHuman: a\n\nAssistant: b\n\nHuman: c\n\nAssistant:";
    expect(parted(`${talk} So.`, `${talk} Some.`)).toEqual([talk, " So.", " Some."]);
    expect(parted("\n\nAssistant:x", "\n\nAssistant:y")).toEqual(["\n\nAssistant:", "x", "y"]);
  });

  it("part before a character that they share by half", () => {
    // The second halves of these run from 0xDC00 to 0xDFFF.
    for (const [one, other] of [
      ["\u{1F642}", "\u{1F643}"],
      ["\u{10000}", "\u{10001}"],
      ["\u{103FF}", "\u{103FE}"],
    ])
      expect(parted(`Hi${one}`, `Hi${other}`)).toEqual(["Hi", one, other]);
    // These are one unit each, just beside those halves.
    expect(parted("Hi\u{E000}", "Hi\u{E001}")).toEqual(["Hi", "\u{E000}", "\u{E001}"]);
    expect(parted("Hi\u{D7FF}", "Hi\u{D7FE}")).toEqual(["Hi", "\u{D7FF}", "\u{D7FE}"]);
    expect(parted("\u{DE42}x", "\u{DE43}y")).toEqual([undefined, "\u{DE42}x", "\u{DE43}y"]);
  });
});

describe("what messages say", () => {
  const messages = [
    textMessage("system", "Be short."),
    textMessage("developer", "Be kind."),
    { ...textMessage("user", "Hi"), rest: ["there"] },
    textMessage("assistant", "Yes"),
  ];
  it("is all but what the system says, unless that is asked for", () => {
    expect(spokenText(messages)).toBe("Hi\nthere\nYes");
    expect(spokenText(messages, true)).toBe("Be short.\nBe kind.\nHi\nthere\nYes");
  });
});
