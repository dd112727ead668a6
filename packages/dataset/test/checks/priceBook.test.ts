import { estimate, type Answer } from "@tunecast/estimator";
import { takesRows } from "@tunecast/estimator/prices";
import { bookOffers, fileRulesOf, type BookOffer, type FileRules } from "@tunecast/estimator/prices";
import { prices } from "@tunecast/pricing/history";
import { describe, expect, it } from "vitest";
import {
  checkFor,
  convertBytes,
  countableRules,
  countRules,
  knownProviders,
  profileBytes,
  type CheckReport,
  type DatasetProfile,
} from "../../src/index.ts";
import { localRules } from "../../src/checks/providers.ts";
import { shapeNamed } from "../../src/shapes/table.ts";
import { checkBytes, textChunks } from "../data.ts";
import { tools } from "./edges.ts";
import { assistant, converse, lines, novas, system, times, user } from "./rows.ts";

const asOf = "2026-11-24";
const offers = bookOffers(prices);
const ruled = offers.flatMap((offer) => {
  const rules = fileRulesOf(offer);
  return rules === null ? [] : [{ offer, rules }];
});

/** A row of each shape with a prompt and an answer. */
const rowOf: Readonly<Record<string, (prompt: string, answer: string) => object>> = {
  "chat-sft": (prompt, answer) => ({ messages: [system, user(prompt), assistant(answer)] }),
  "prompt-completion": (prompt, completion) => ({ prompt, completion }),
  dpo: (prompt, answer) => ({
    input: { messages: [user(prompt)] },
    preferred_output: [assistant(answer)],
    non_preferred_output: [assistant("no")],
  }),
  rft: (prompt) => ({ messages: [user(prompt)], reference: prompt.slice(0, 9) }),
  "gemini-contents": (prompt, answer) => ({
    contents: [
      { role: "user", parts: [{ text: prompt }] },
      { role: "model", parts: [{ text: answer }] },
    ],
  }),
  "bedrock-conversation-2024": (prompt, answer) => ({
    schemaVersion: "bedrock-conversation-2024",
    messages: [converse("user", { text: prompt }), converse("assistant", { text: answer })],
  }),
  "claude-messages": (prompt, answer) => ({ system: "Be brief.", messages: [user(prompt), assistant(answer)] }),
  "cohere-chat": (prompt, answer) => ({
    messages: [
      { role: "User", content: prompt },
      { role: "Chatbot", content: answer },
    ],
  }),
};

/** A shape that the offer takes as it is and trains on. */
function nativeShape({ method, formats }: BookOffer): string | undefined {
  return Object.keys(rowOf).find(
    (shape) =>
      formats?.includes(shape) === true &&
      takesRows({ method, formats }, { shape, nature: shapeNamed(shape)?.nature ?? "chat" }),
  );
}

/** 120 short rows and one of about 40,016 tokens in every vocabulary. */
function withLongRow(shape: string): string {
  const row = rowOf[shape] ?? (() => ({}));
  return lines([...times(120, (i) => row(`Question ${i}`, `Answer ${i}`)), row(`a${" a".repeat(39_999)}`, "b")]);
}

const answers = new Map<string, Promise<Answer>>();

async function profiled(text: string, names: readonly string[]): Promise<DatasetProfile> {
  const rules = await countRules(names);
  if (!rules.ok) throw new Error(JSON.stringify(rules.problem));
  const profile = await profileBytes(textChunks(text), { rules: rules.value });
  if (!profile.ok) throw new Error(JSON.stringify(profile.problem));
  return profile.value;
}

/** The rules that offers are billed by, as far as their vocabularies are public: for the others one of them stands in. */
const countings = countableRules(offers.map(({ model }) => model.counting));

async function answered(shape: string): Promise<Answer> {
  const profile = await profiled(withLongRow(shape), countings);
  return estimate({ asOf, prices, job: { profile, epochs: 1 } });
}

/** What is said of an offer in the answer over all of them, one for each shape. */
async function answerFor({ id }: BookOffer, shape: string): Promise<Pick<Answer, "offers" | "refused">> {
  const answer = answers.get(shape) ?? answered(shape);
  answers.set(shape, answer);
  const { offers: sold, refused } = await answer;
  const own = (one: { readonly id: string }): boolean => one.id === id;
  return { offers: sold.filter(own), refused: refused.filter(own) };
}

async function checked(text: string, rules: FileRules): Promise<CheckReport> {
  const report = await checkFor(rules, textChunks(text), { name: "rows.jsonl" });
  if (!report.ok) throw new Error(JSON.stringify(report.problem));
  return report.value;
}

const isLong = ({ findings }: CheckReport): boolean =>
  findings.some(({ code }) => ["too_long", "too_long_truncated", "example_skipped"].includes(code));

/** Whether the offer says that something is too long; null where it has no bill to say it in. */
function saysTooLong({ offers: sold, refused }: Pick<Answer, "offers" | "refused">): boolean | null {
  const bills = [...sold, ...refused.flatMap(({ wouldBe }) => wouldBe ?? [])];
  const kinds = bills.flatMap(({ assumptions }) => assumptions.map(({ kind }) => kind));
  if (bills.length === 0) return null;
  const reasons = refused.map(({ reason }) => reason.kind);
  return [...kinds, ...reasons].some((kind) => ["over_context", "long_turns"].includes(kind));
}

describe("the price book and the checks", () => {
  it("name the same rules: each that is in the book is known, and no host has numbers of its own", () => {
    const named = new Set<string | undefined>(
      prices.providers.flatMap(({ defaults, models }) => [defaults, ...models].map((one) => one?.dataRules?.check)),
    );
    named.delete(undefined);
    for (const check of named) expect(knownProviders).toContain(check);
    const hosts = knownProviders.filter((id) => localRules(id) === undefined);
    expect(new Set(hosts)).toEqual(named);
  });

  it("say the same of a row of 40,016 tokens at every offer", async () => {
    const different: string[] = [];
    const findsLong = new Map<string, Promise<boolean>>();
    let compared = 0;
    for (const { offer, rules } of ruled) {
      const shape = nativeShape(offer);
      if (shape === undefined) continue;
      const said = saysTooLong(await answerFor(offer, shape));
      if (said === null) continue;
      compared += 1;
      // Offers of one model differ in method and region alone.
      const key = JSON.stringify([shape, rules.check, rules.limits, rules.counting]);
      const long = findsLong.get(key) ?? checked(withLongRow(shape), rules).then(isLong);
      findsLong.set(key, long);
      if ((await long) !== said) different.push(offer.id);
    }
    expect(different).toEqual([]);
    expect(compared).toBeGreaterThan(150);
  }, 240_000);

  it.each([
    ["azure/gpt-4.1-nano:sft@global", "too_long_truncated", true],
    ["azure/gpt-4.1-mini:sft@global", "too_long_truncated", false],
    ["together/qwen3-30b-a3b:sft-lora", "too_long_truncated", true],
    ["nebius/llama-3.1-8b-instruct:sft-lora", "too_long", true],
  ])("at %s a long row is %s: %s", async (id, code, isFound) => {
    const { rules } = ruled.find(({ offer }) => offer.id === id) as (typeof ruled)[number];
    const { findings } = await checked(withLongRow("chat-sft"), rules);
    expect(findings.some((finding) => finding.code === code)).toBe(isFound);
  });

  it("refuse five rows for Nova 2 Lite as for every Nova", async () => {
    const five = lines(novas.slice(0, 5));
    const report = await checkBytes(textChunks(five), { provider: "bedrock-nova", model: "nova-2-lite" });
    expect(report).toMatchObject({ ok: true, value: { verdict: "error" } });
    const profile = await profiled(five, ["plain/o200k_base"]);
    const { offers: sold, refused } = estimate({ asOf, prices, job: { profile }, only: { models: ["nova-2-lite"] } });
    expect(sold).toEqual([]);
    expect(refused.map(({ reason }) => reason)).toContainEqual({ kind: "too_few_examples", examples: 5, least: 8 });
  });

  it("refuse two million examples for Gemini", () => {
    const job = { examples: 2_000_000, tokensPerExample: 100, epochs: 1 };
    const { offers: sold, refused } = estimate({ asOf, prices, job, only: { providers: ["google-vertex"] } });
    const gemini = ({ id }: { readonly id: string }): boolean => /\/gemini-[23]/.test(id);
    expect(sold.filter(gemini)).toEqual([]);
    expect(refused.filter(gemini).map(({ reason }) => reason.kind)).toContain("too_many_examples");
  });
});

describe("a place for tools", () => {
  const row = {
    messages: [
      user("a"),
      { role: "assistant", tool_calls: [{ id: "1", type: "function", function: { name: "f", arguments: "{}" } }] },
      { role: "tool", tool_call_id: "1", content: "x" },
      assistant("b"),
    ],
    tools,
  };
  const checks = [
    ...new Set(ruled.filter(({ offer }) => offer.dataRules.tools === false).map(({ rules }) => rules.check)),
  ];

  it("is missing where the price book says so: what is converted for another model of the host is warned of", async () => {
    expect(checks).toEqual(["bedrock-nova"]);
    const taking = ruled.filter(({ offer, rules }) => checks.includes(rules.check) && offer.dataRules.tools === true);
    expect([...new Set(taking.map(({ offer }) => offer.model.id))]).toEqual(["nova-2-lite"]);
    for (const to of checks) {
      let text = "";
      await convertBytes(textChunks(lines([row])), { to, write: (more) => void (text += more) });
      for (const model of ["nova-2-lite", "nova-lite"]) {
        const report = await checkBytes(textChunks(text), { provider: to, model });
        const found = report.ok ? report.value.findings.map(({ severity, code }) => [severity, code]) : [];
        expect(found).toContainEqual(["warning", "tools_disputed"]);
      }
    }
  });
});
