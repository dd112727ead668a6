import { lacksData } from "@tunecast/estimator/answer";
import { renderToString } from "preact-render-to-string";
import { describe, expect, it } from "vitest";
import type { Counted } from "../src/tokens/worker/messages.ts";
import { Strip } from "../src/view/Strip.tsx";
import { atOnce, calculatorAt } from "./calculatorAt.ts";

const timing = { yieldToMain: atOnce, afterPaint: atOnce };

describe("the calculator with files", () => {
  it("counts several files of one kind as one data set, and names those that are none", async () => {
    const calculator = calculatorAt();
    const { file } = calculator.form;
    const named = (name: string, text: string): File => new File([text], name);
    void calculator.form.useFiles([
      named("a.jsonl", '{"a":1}'),
      named("b.jsonl", '{"a":2}\n'),
      named("c.csv", "a,b\n1,2"),
    ]);
    await expect.poll(() => file.state.value).toMatchObject({ name: "a.jsonl", size: 16 });
    expect(file.parts.value).toEqual(["a.jsonl", "b.jsonl"]);
    expect(file.leftOut.value).toMatchObject([{ name: "c.csv" }]);
    void calculator.form.useFiles([
      named("b.csv", "a,b\n1,2\n"),
      named("c.csv", "\uFEFFa,b\n3,4\n"),
      named("d.csv", "x,y\n"),
    ]);
    await expect.poll(() => file.parts.value).toEqual(["b.csv", "c.csv"]);
    expect(file.state.value).toMatchObject({ size: 12 });
    expect(file.leftOut.value).toMatchObject([{ name: "d.csv", reason: expect.stringContaining("columns") }]);
  });

  it.each([
    ["picture.png", new Uint8Array([0x89, 0x50, 0x4e, 0x47, 13, 10]), /picture/u],
    ["photo.jsonl", new Uint8Array([0xff, 0xd8, 0xff, 0xe0]), /picture/u],
    ["error.jsonl", new TextEncoder().encode("<!DOCTYPE html><p>No"), /web page/u],
    ["empty.jsonl", new Uint8Array(), /empty/u],
    ["blank.jsonl", new TextEncoder().encode("\n \n"), /empty/u],
    ["sheet.jsonl", new TextEncoder().encode("PK\u0003\u0004xl"), /ZIP/u],
    ["paper.jsonl", new TextEncoder().encode("%PDF-1.7"), /PDF/u],
  ])("says of %s what it is, and leaves the figures alone", async (name, bytes, reason) => {
    const calculator = calculatorAt();
    await calculator.form.useFiles([new File([bytes], name)]);
    expect(calculator.form.file.leftOut.value).toMatchObject([{ name, reason: expect.stringMatching(reason) }]);
    expect(calculator.form.file.state.value.kind).toBe("none");
  });

  it("leaves an archive to the count, which reads one file in it", async () => {
    const calculator = calculatorAt();
    void calculator.form.useFiles([new File(["PK\u0003\u0004"], "rows.zip")]);
    await expect.poll(() => calculator.form.file.parts.value).toEqual(["rows.zip"]);
    expect(calculator.form.file.leftOut.value).toEqual([]);
  });

  it("answers roughly from the size and the first rows while a file is counted, and says so", async () => {
    const calculator = calculatorAt();
    const row = `${JSON.stringify({ prompt: "x".repeat(300), completion: "y" })}\n`;
    void calculator.form.file.use(new File([row.repeat(2000)], "rows.jsonl"));
    await expect.poll(() => calculator.form.file.rough.value).not.toBeNull();
    const { examples, tokensPerExample } = calculator.form.file.rough.value ?? { examples: 0, tokensPerExample: 0 };
    expect(examples).toBe(2000);
    expect(tokensPerExample).toBe(Math.round(row.length / 4));
    expect(calculator.question.value?.job).toMatchObject({ examples, tokensPerExample });
    calculator.form.file.clear();
    expect(calculator.question.value?.job).toMatchObject({ examples: 8000 });
  });

  it("says why the sample could not be had", async () => {
    const calculator = calculatorAt();
    await calculator.form.useSample();
    expect(calculator.form.file.state.value).toMatchObject({
      kind: "failed",
      name: "The sample",
      sentence: expect.stringContaining("No sample is needed."),
    });
  });

  it("replaces typed counts by counted ones and puts them away again", async () => {
    const profile = {
      schemaVersion: 1,
      format: "chat-sft",
      bytes: 10,
      rows: 2,
      examples: 2,
      badRows: 1,
      messages: 4,
      modelTurns: 2,
      images: 0,
      natures: { "chat-sft": "chat" },
      counts: {
        "plain/o200k_base": {
          exact: true,
          tokens: [
            [5, 1],
            [7, 1],
          ],
          trainable: [[2, 2]],
          prompt: [[4, 2]],
          recounted: [[6, 2]],
        },
      },
      findings: [],
    } as const;
    const counted: Counted = { profile, findings: [], missed: [] };
    const calculator = calculatorAt("", (() =>
      Promise.resolve({ ok: true, value: counted })) as unknown as () => Promise<never>);
    await calculator.form.file.use(new File(["{}"], "rows.jsonl"));
    expect(calculator.question.value?.job).toEqual({ profile, epochs: 3 });
    expect(calculator.form.promptTokens.value).toBe(18);
    expect(calculator.form.address.value).toBe("#v=1&input-tokens=4&output-tokens=2");
    await calculator.follow(timing);
    const strip = (): string => renderToString(<Strip calculator={calculator} />);
    expect(strip()).toContain("1 row could not be read");
    expect(strip()).toContain('aria-busy="false"');
    calculator.verdicts.isRunning.value = true;
    expect(strip()).toContain('aria-busy="true"');
    calculator.verdicts.isRunning.value = false;
    // A field that is wrong holds up the answer, and the files wait for nothing.
    calculator.form.type("epochs", "x");
    expect(calculator.question.value).toBeNull();
    expect(strip()).toContain('aria-busy="false"');
    calculator.form.type("epochs", "3");
    expect(lacksData(calculator.liveAnswer.answer.value ?? { notices: [] })).toBe(true);
    await calculator.form.validation.use(new File(["{}"], "scored.jsonl"));
    expect(calculator.question.value?.job).toEqual({ profile, epochs: 3, validation: { profile } });
    calculator.form.type("evaluations", "4");
    expect(calculator.question.value?.job).toEqual({ profile, epochs: 3, validation: { profile }, evaluations: 4 });
    // What is typed beside it stands in no other figure's way.
    calculator.form.type("evaluations", "often");
    expect(calculator.form.fieldProblems.value).toEqual([]);
    expect(calculator.form.problemOf("evaluations")).toContain("Type a number");
    calculator.form.file.clear();
    expect(calculator.question.value?.job).toEqual({ examples: 8000, tokensPerExample: 620, epochs: 3 });
  });

  it("ends a count that is cancelled, and says why one broke off", async () => {
    let aborted = false;
    const calculator = calculatorAt("", ((_file: unknown, { signal }: { signal: AbortSignal }) => {
      signal.addEventListener("abort", () => (aborted = true));
      return new Promise(() => undefined);
    }) as unknown as () => Promise<never>);
    void calculator.form.file.use(new File(["{}"], "rows.jsonl"));
    expect(calculator.form.file.state.value.kind).toBe("counting");
    calculator.form.file.clear();
    expect(aborted).toBe(true);
    const broken = calculatorAt("", () => Promise.reject(new Error("offline")));
    await broken.form.file.use(new File(["{}"], "rows.jsonl"));
    expect(broken.form.file.state.value).toMatchObject({
      kind: "failed",
      sentence: expect.stringContaining("offline"),
    });
  });
});
