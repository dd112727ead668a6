import { describe, expect, it } from "vitest";
import { CounterGroup } from "../../src/tokens/group.ts";
import type { Engine } from "../../src/tokens/engine.ts";
import { engineOf } from "./counters.ts";
import { languages, textsIn } from "./languages.mjs";
import { texts } from "./texts.mjs";

const all = ["o200k_base", "cl100k_base", "llama3", "qwen2", "deepseek-v3", "mistral-v3", "tekken"];
const TEXTS = 2000;

const counters = new Map(all.map((vocabulary) => [vocabulary, engineOf(vocabulary)]));

async function groupOf(vocabularies: readonly string[]): Promise<CounterGroup> {
  const loaded: Engine[] = [];
  for (const vocabulary of vocabularies) loaded.push((await counters.get(vocabulary)) as Engine);
  return new CounterGroup(loaded);
}

/** Texts that a group and its engines, one by one, count differently. */
function different(group: CounterGroup, source: Generator<string, never>, number: number): unknown[] {
  const found: unknown[] = [];
  for (let i = 0; i < number; i += 1) {
    const text = source.next().value;
    group.count(text);
    const [got, wanted] = [Array.from(group.tokens), group.engines.map((engine) => engine.count(text))];
    if (got.join() !== wanted.join()) found.push([text, got, wanted]);
  }
  return found;
}

/** Texts of several kinds joined: words, marks and scripts at each other's borders. */
function* mixed(seed: number): Generator<string, never> {
  const sources = [texts(seed), ...languages.map((language) => textsIn(language, seed))];
  for (let i = 0; ; i += 1) {
    const [one, other] = [sources[i % sources.length], sources[(i * 7 + 3) % sources.length]];
    yield `${one?.next().value.trim()}${other?.next().value}`;
  }
}

describe("counting in all vocabularies at once", () => {
  it("gives the counts of each on seeded texts", async () => {
    expect(different(await groupOf(all), texts(20_261_125), TEXTS)).toEqual([]);
  });

  it.each(languages)("gives the counts of each in %s", async (language) => {
    expect(different(await groupOf(all), textsIn(language, 5), 100)).toEqual([]);
  });

  it("gives the counts of each where languages, code and marks meet", async () => {
    expect(different(await groupOf(all), mixed(9), TEXTS)).toEqual([]);
  });

  it.each(all)("gives the counts of %s alone", async (vocabulary) => {
    expect(different(await groupOf([vocabulary]), mixed(10), 1000)).toEqual([]);
  });

  it("goes on so when more chunks were met than are remembered", async () => {
    const group = await groupOf(["cl100k_base", "mistral-v3"]);
    for (let i = 0; i < 300_000; i += 1) group.count(`q${i.toString(36).replaceAll(/\d/g, "Z")}z`);
    expect(different(group, mixed(11), 1000)).toEqual([]);
  });

  it("counts long chunks, and texts longer than it keeps room for", async () => {
    const group = await groupOf(["cl100k_base", "mistral-v3"]);
    const long = ["中文".repeat(3000), "a".repeat(5000), " x".repeat(2_200_000), "", "é".repeat(20_000)];
    for (const text of long) {
      group.count(text);
      expect(Array.from(group.tokens)).toEqual(group.engines.map((engine) => engine.count(text)));
    }
  });
});
