import { estimate, type Offer } from "@tunecast/estimator";
import { bookOffers, fileRulesOf, type FileRules } from "@tunecast/estimator/prices";
import { prices } from "@tunecast/pricing/history";
import { describe, expect, it } from "vitest";
import { checkFor, convertBytes, convertTargets, countRules, mergeProfiles, profileBytes } from "../../src/index.ts";
import { chunked, dataBytes, filesIn, hasData, textChunks } from "../data.ts";
import { assistant, converse, lines, novas, times, user } from "./rows.ts";

const asOf = "2026-11-24";
const plain = "plain/o200k_base";
const rulesOf = new Map(bookOffers(prices).map((offer) => [offer.id, fileRulesOf(offer)]));
const countings = [...new Set(bookOffers(prices).map(({ model }) => model.counting))];

/** Whether an offer says nothing of what has to be done to the file before it is taken. */
function isTaken({ assumptions }: Offer): boolean {
  const reasons = ["convert_first", "rows_rejected", "over_context", "long_turns", "file_size"];
  return !assumptions.some(({ kind }) => reasons.includes(kind));
}

async function offersFor(bytes: Uint8Array, name: string): Promise<readonly Offer[]> {
  const rules = await countRules([plain]);
  if (!rules.ok) throw new Error(rules.problem.kind);
  const profile = await profileBytes(chunked(bytes), { rules: rules.value, name });
  if (!profile.ok || profile.value.examples === 0) return [];
  // One count stands in for all: what is taken does not hang on it.
  const count = profile.value.counts[plain];
  if (count === undefined) return [];
  const counts = Object.fromEntries([plain, ...countings].map((one) => [one, count]));
  return estimate({ asOf, prices, job: { profile: { ...profile.value, counts }, epochs: 1 } }).offers;
}

const takenOf = async (bytes: Uint8Array, name: string): Promise<readonly Offer[]> =>
  (await offersFor(bytes, name)).filter(isTaken);

/** What a check says of a row by itself hangs on no more; numbers are compared elsewhere, offer by offer. */
function keyOf({ check, formats, data }: FileRules): string {
  return JSON.stringify([check, formats, data.endings]);
}

const target = (check: string): string | undefined => convertTargets.find((one) => one === check);

describe.skipIf(!hasData)("check, convert and estimate of the same file", () => {
  it.each([...filesIn("datasets"), ...filesIn("conformance")])(
    "agree: %s",
    async (path) => {
      const bytes = new Uint8Array(dataBytes(path));
      const verdicts = new Map<string, Promise<string>>();
      const verdictOf = (rules: FileRules): Promise<string> => {
        const known = verdicts.get(keyOf(rules));
        const found =
          known ??
          checkFor(rules, chunked(bytes), { name: path }).then((report) =>
            report.ok ? report.value.verdict : report.problem.kind,
          );
        verdicts.set(keyOf(rules), found);
        return found;
      };
      const taken = await takenOf(bytes, path);
      const wrong = new Set<string>();
      for (const { id } of taken) {
        const rules = rulesOf.get(id);
        if (rules === undefined || rules === null) continue;
        if ((await verdictOf(rules)) === "error") wrong.add(`${rules.check}: check refuses what ${id} lists as taken`);
        // Token ids are no text that could be written otherwise.
        else if (
          !path.endsWith(".parquet") &&
          target(rules.check) !== undefined &&
          !(await isWritten(bytes, path, rules.check))
        )
          wrong.add(`${rules.check}: convert refuses rows of what ${id} takes`);
      }
      expect([...wrong]).toEqual([]);
    },
    120_000,
  );
});

const written = new Map<string, Promise<boolean>>();

/** Whether every row is written. */
function isWritten(bytes: Uint8Array, name: string, to: string): Promise<boolean> {
  const key = `${to} ${name}`;
  const known = written.get(key);
  if (known !== undefined) return known;
  const found = convertBytes(chunked(bytes), { name, to, write: () => undefined }).then(
    (conversion) => conversion.ok && conversion.value.losses.every(({ kind }) => kind !== "refused"),
  );
  written.set(key, found);
  return found;
}

describe("rows that a check refuses", () => {
  const rowOf = (i: number): object => ({ messages: [user(`Question ${i}`), assistant("Yes.")] });
  const odd = [
    { messages: [user("a"), { role: "narrator", content: "b" }] },
    { messages: [user("a"), { ...assistant("b"), weight: 0.5 }] },
    { messages: [user("a")] },
    { messages: [user("a"), assistant("")] },
    { messages: [user("a"), assistant("b <|im_end|> c")] },
    { messages: [user("a"), assistant("b")], extra: 1 },
  ];

  async function rejectedIn(text: string): Promise<Readonly<Record<string, number>>> {
    const profile = await profileBytes(textChunks(text), { rules: [] });
    if (!profile.ok) throw new Error(profile.problem.kind);
    const found = new Map<string, number>();
    for (const [key, places] of Object.entries(profile.value.rejected ?? {})) {
      const [id = ""] = key.split("/");
      found.set(id, (found.get(id) ?? 0) + places);
    }
    return Object.fromEntries(found);
  }

  it("are counted by the checks, one by one as all together", async () => {
    const all = await rejectedIn(lines([...times(40, rowOf), ...odd]));
    const each = await Promise.all(odd.map((row) => rejectedIn(lines([row]))));
    // Others take no rows of messages at all.
    for (const id of ["openai", "azure-openai", "together", "fireworks", "mistral", "nebius", "bedrock-nova"])
      expect([id, all[id]]).toEqual([id, each.reduce((sum, one) => sum + (one[id] ?? 0), 0)]);
    expect(all).toMatchObject({ openai: 4, together: 3, fireworks: 2 });
  });

  it("add up over files, and those of an older profile are not known", async () => {
    const profile = async (rows: readonly object[]): ReturnType<typeof profileBytes> =>
      profileBytes(textChunks(lines(rows)), { rules: [] });
    const [a, b] = [await profile([...odd, rowOf(1)]), await profile([rowOf(2), ...odd])];
    if (!a.ok || !b.ok) throw new Error("unread");
    const both = mergeProfiles(a.value, b.value);
    expect(both.ok && both.value.rejected?.["openai/chat-sft"]).toBe(2 * (a.value.rejected?.["openai/chat-sft"] ?? 0));
    const { rejected: _, ...older } = a.value;
    const mixed = mergeProfiles(older, b.value);
    expect(mixed.ok && mixed.value.rejected).toBeUndefined();
  });

  it("make every total of their providers one that asks for a look at the file", async () => {
    const offers = await takenOf(new TextEncoder().encode(lines([...times(40, rowOf), odd[0]])), "x.jsonl");
    expect(offers.map(({ provider }) => provider)).not.toContain("openai");
    const clean = await takenOf(new TextEncoder().encode(lines(times(40, rowOf))), "x.jsonl");
    expect(clean.map(({ provider }) => provider)).toContain("openai");
  });

  it.each([
    ["a JSON array", JSON.stringify(times(12, rowOf)), 12],
    ["a table", `prompt,completion\n${"a,b\n".repeat(5)}`, 5],
  ])("are all of them where only JSON lines are taken: %s", async (_what, text, rows) => {
    const { openai, together = 0 } = await rejectedIn(text);
    expect(openai).toBe(rows);
    expect(together).toBeGreaterThan(0);
  });

  it("are blank lines only where these are refused", async () => {
    const rejected = await rejectedIn(`${lines(times(12, rowOf))}\n\n`);
    expect(rejected).toMatchObject({ mistral: 1 });
    expect(rejected).not.toHaveProperty("together");
    expect(rejected).not.toHaveProperty("openai");
  });

  const silent = JSON.stringify({ messages: [user("a"), assistant("")], note: 0 });
  const broken = silent.replace('"note":0', '"note":NaN');

  it.each([
    ["a byte order mark before a row that is refused", `\uFEFF${lines(odd)}`, 3, 4, 3],
    ["a number that is none in a row that is refused", `${broken}\n${broken}\n`, 2, 2, 2],
    ["a blank line between such rows", `\uFEFF${broken}\n\n${broken}\n`, 2, 2, 3],
    ["a number that is none in a row that is not read", `{"messages":NaN}\n${silent}\n`, 1, 1, 1],
  ])("are one place, whatever is wrong in it: %s", async (_what, text, together, openai, mistral) => {
    expect(await rejectedIn(text)).toMatchObject({ together, openai, mistral });
  });

  it.each([
    ["rows alone", "", true, /^1 row is not taken/u],
    ["blank lines alone", "\n\n\n", false, /^2 lines are not taken/u],
    ["both", "\n\n\n", true, /^1 row and 2 other lines are not taken/u],
  ])("are told apart from lines that hold no row: %s", async (_what, blank, isRefused, sentence) => {
    const unanswered = { messages: [converse("user", { text: "a" })] };
    const bytes = new TextEncoder().encode(lines(isRefused ? [...novas, unanswered] : novas) + blank);
    const nova = (await offersFor(bytes, "x.jsonl")).find(({ provider }) => provider === "aws-bedrock");
    const told = nova?.assumptions.flatMap((one) => (one.kind === "rows_rejected" ? [one.sentence] : []));
    expect(told).toEqual([expect.stringMatching(sentence)]);
  });

  it("are counted once where their shape is not taken either", async () => {
    const pairs = times(12, (i) => ({ prompt: `Question ${i}`, completion: "Yes." }));
    const asked = { prompt: { text: "a" } };
    const bytes = new TextEncoder().encode(lines([...pairs, asked, asked]));
    const together = (await offersFor(bytes, "x.jsonl")).find(({ provider }) => provider === "together");
    const told = together?.assumptions.flatMap(({ kind, sentence }) => (kind === "rows_rejected" ? [sentence] : []));
    expect(told).toEqual([expect.stringMatching(/^2 rows are not taken/u)]);
  });
});
