import { describe, expect, it } from "vitest";
import { checkFor, convertBytes, countRule, profileBytes, type CountRule } from "../../src/index.ts";
import { counterOf } from "../tokens/counters.ts";
import { textChunks } from "../data.ts";

async function converted(rows: readonly unknown[], to: string): Promise<{ rows: unknown[]; losses: string[] }> {
  let text = "";
  const lines = rows.map((row) => `${JSON.stringify(row)}\n`).join("");
  const result = await convertBytes(textChunks(lines), { to, write: (more) => void (text += more) });
  if (!result.ok) throw new Error(result.problem.kind);
  return {
    rows: text
      .split("\n")
      .filter(Boolean)
      .map((line): unknown => JSON.parse(line)),
    losses: result.value.losses.map(({ what, count }) => `${what} ${count}`),
  };
}

const talk = "\n\nHuman: Hi\n\nAssistant: Hello.\n\nHuman: Why?\n\nAssistant:";
const turns = [
  { role: "user", content: "Hi" },
  { role: "assistant", content: "Hello." },
  { role: "user", content: "Why?" },
];
const side = (content: string): object[] => [{ role: "assistant", content }];

describe("a transcript", () => {
  it("of a pair becomes turns for chats, and stays text where texts are trained", async () => {
    const pair = { chosen: `${talk} So.`, rejected: `${talk} No.` };
    for (const to of ["together", "openai", "fireworks"])
      expect((await converted([pair], to)).rows).toEqual([
        { input: { messages: turns }, preferred_output: side("So."), non_preferred_output: side("No.") },
      ]);
    expect(await converted([pair], "trl")).toEqual({ rows: [pair], losses: [] });
  });

  it("of a prompt with its completion, or of one text, becomes turns too", async () => {
    const messages = [...turns, ...side("So.")];
    for (const row of [{ prompt: talk, completion: " So." }, { text: `${talk} So.` }]) {
      expect(await converted([row], "openai")).toEqual({ rows: [{ messages }], losses: ["transcript 1"] });
      expect((await converted([row], "together")).rows).toEqual([row]);
    }
  });

  it("stays as it stands where it is not the whole of a side", async () => {
    const told = async (row: object): Promise<boolean> => {
      const { losses } = await converted([row], "openai");
      return losses.some((loss) => loss.startsWith("transcript"));
    };
    const answer = (content: string): object => ({ role: "assistant", content });
    const asked = { role: "user", content: talk };
    expect(await told({ messages: [asked, answer(" So.")] })).toBe(true);
    expect(await told({ messages: [asked, answer(" So."), { role: "user", content: "And?" }, answer("So.")] })).toBe(
      false,
    );
    // What ends with the user's turn has no answer to be learnt, and what begins with the model's has no question.
    expect(await told({ text: `${talk} So.\n\nHuman: And?` })).toBe(false);
    expect(await told({ text: "\n\nAssistant: Hello.\n\nHuman: Hi" })).toBe(false);
    // Nothing but blanks may stand before the first turn, not even a letter.
    expect(await told({ text: ` ${talk} So.` })).toBe(true);
    expect(await told({ text: `A${talk} So.` })).toBe(false);
    expect(await told({ prompt: "\n\nHuman: Hi\n\nAssistant: Hello.\n\nHuman:", completion: " So." })).toBe(false);
    expect(await told({ prompt: "\n\nHuman: Hi\n\nAssistant:", completion: " So." })).toBe(true);
    expect(await told({ prompt: talk, chosen: " So.", rejected: " No." })).toBe(true);
    expect(await told({ prompt: [asked], chosen: side(" So."), rejected: [...side(" No."), ...side(" Or.")] })).toBe(
      false,
    );
  });

  it("is told from texts that only name a speaker, and a blank answer is told", async () => {
    const prose = { prompt: "Human: what is it?", completion: "A being." };
    const { losses } = await converted([prose], "openai");
    expect(losses).toEqual([]);
    const blank = await converted([{ chosen: `${talk} So.`, rejected: `${talk} ` }], "trl");
    expect(blank.losses).toEqual(["blank_answer 1"]);
  });
});

describe("a text that holds a chat template", () => {
  const rendered = "<|im_start|>user\nHi<|im_end|>\n<|im_start|>assistant\n";
  async function rules(vocabulary: string, ...overheads: string[]): Promise<CountRule[]> {
    const counter = await counterOf(vocabulary);
    return overheads.map((overhead) => {
      const rule = countRule(overhead, counter);
      if (!rule.ok) throw new Error(overhead);
      return rule.value;
    });
  }
  const counted = async (row: unknown, of: CountRule[]): Promise<unknown[]> => {
    const read = await profileBytes(textChunks(`${JSON.stringify(row)}\n`), { rules: of });
    if (!read.ok) throw new Error(read.problem.kind);
    expect(read.value.findings).toMatchObject([{ code: "rendered_template", detail: expect.any(String) }]);
    return Object.values(read.value.counts).map(({ tokens, doubt, exact }) => [tokens[0]?.[0], doubt, exact]);
  };

  it("is counted as trainers count it, with its text and another template in doubt", async () => {
    // <|im_start|> user ⏎ Hi <|im_end|> ⏎ <|im_start|> assistant ⏎: nine tokens of Qwen's, as its tokenizer.json counts them.
    const [plain, chat] = (await rules("qwen2", "plain", "qwen2.5")) as [CountRule, CountRule];
    const text = plain.counter.count(rendered);
    expect(await counted({ text: rendered }, [plain])).toEqual([[9, { less: 0, more: text - 9 }, false]]);
    const [[tokens, doubt]] = (await counted({ prompt: [{ role: "user", content: rendered }] }, [chat])) as [
      [number, { less: number; more: number }],
    ];
    expect(tokens - doubt.less).toBe(9);
    expect(doubt.more).toBe(text - 9);
  });

  it("is text at OpenAI", async () => {
    const of = (await rules("o200k_base", "plain")) as [CountRule];
    expect(await counted({ text: rendered }, of)).toEqual([[of[0].counter.count(rendered), undefined, true]]);
  });

  it.each(["[INST] Hi [/INST]", "<start_of_turn>user\nHi<end_of_turn>", "<|start_header_id|>user<|end_header_id|>"])(
    "is told by profile and check: %s",
    async (text) => {
      await counted(
        {
          messages: [
            { role: "user", content: text },
            { role: "assistant", content: "So." },
          ],
        },
        [],
      );
      const row = {
        messages: [
          { role: "user", content: text },
          { role: "assistant", content: "So." },
        ],
      };
      const report = await checkFor("trl", textChunks(`${JSON.stringify(row)}\n`));
      expect(report.ok && report.value.findings.map(({ code }) => code)).toContain("rendered_template");
    },
  );
});
