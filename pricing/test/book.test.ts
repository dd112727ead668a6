import { files } from "@tunecast/pricing/files";
import { clouds as current, prices as today } from "@tunecast/pricing";
import { bookOf } from "@tunecast/pricing/book";
import { clouds, prices } from "@tunecast/pricing/history";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { answerText, estimate, type PriceBook, type Question } from "../../packages/estimator/src/index.ts";
import { fingerprint } from "../../packages/estimator/src/prices/fingerprint.ts";
import { machinesOn } from "../../packages/estimator/src/prices/machines.ts";
import { dayText, parseDay } from "../../packages/estimator/src/check/day.ts";
import { licensed, shown } from "../compact/encode.mjs";
import { cloudFiles, families, providerFiles, releases } from "./priceFiles.ts";

const since = today.since ?? "";
const number = (day: string): number => {
  const read = parseDay(day);
  return read.ok ? read.value : Number.NaN;
};

describe("the shipped price book", () => {
  it("holds every file since the first known price, but for its prose, with the licences of open models", () => {
    expect(prices.providers).toEqual(providerFiles.map(({ content }) => shown(licensed(content, families, releases))));
    expect(clouds).toEqual(cloudFiles.map(({ content }) => shown(content as never)));
    expect(prices.since).toBeUndefined();
  });

  it.each(providerFiles.map(({ path, content }) => [path, content.residency ?? []] as const))(
    "%s says where it trains, or that it does not say, with source and day",
    (_, entries) => {
      expect(entries.length).toBeGreaterThan(0);
      for (const { places, source, seen, note } of entries) {
        expect(source).toMatch(/^https:\/\//u);
        expect(seen).toMatch(/^20\d\d-\d\d-\d\d$/u);
        // Where nothing is stated, it is said what was looked at.
        expect(places.length > 0 || note !== undefined).toBe(true);
      }
    },
  );

  it("bears the newest day on which a file was checked, and a fingerprint", () => {
    const days = [...providerFiles, ...cloudFiles].map(({ content }) => content.checked).sort();
    expect(today.version).toBe(days.at(-1));
    expect(today.sha256).toMatch(/^[0-9a-f]{64}$/);
    expect(prices).toMatchObject({ version: today.version, sha256: today.sha256 });
  });

  it("has the files with their prose beside it", () => {
    expect(files.providers).toEqual(providerFiles.map(({ content }) => content));
    expect(files.clouds).toEqual(cloudFiles.map(({ content }) => content));
    expect(files.sha256).toBe(today.sha256);
  });
});

describe("the prices of one provider", () => {
  const ask = { asOf: today.version, job: { examples: 1000, tokensPerExample: 500, epochs: 3, hours: 2 } };

  it.each(providerFiles.map(({ content }) => content.provider))(
    "%s: are a book, and say what the whole one says",
    async (id) => {
      const { prices: own } = (await import(`../dist/providers/${id}.js`)) as { prices: PriceBook };
      expect(own.providers).toEqual(today.providers.filter(({ provider }) => provider === id));
      const [alone, all] = [own, today].map((book) => estimate({ ...ask, prices: book, only: { providers: [id] } }));
      expect(alone?.prices).toEqual(all?.prices);
      expect([alone?.offers, alone?.refused]).toEqual([all?.offers, all?.refused]);
    },
  );

  it("are joined to a book that is as published, and is found out where it is not", async () => {
    const books = await Promise.all(["openai", "nebius"].map((id) => import(`../dist/providers/${id}.js`)));
    const joined = bookOf(...books.map(({ prices: own }) => own as PriceBook));
    const answer = estimate({ ...ask, prices: joined });
    expect(new Set([...answer.offers, ...answer.refused].map(({ id }) => id.split("/")[0]))).toEqual(
      new Set(["openai", "nebius"]),
    );
    expect(answer.prices.altered).toBeUndefined();
    const other = structuredClone(joined);
    Object.assign(other.providers[1]?.models[0]?.rates?.[0] ?? other.providers[1]?.tiers?.[0]?.rates?.[0] ?? {}, {
      amount: "9",
    });
    expect(estimate({ ...ask, prices: other }).prices.altered).toBe(true);
    // Only the list that the build made has its seal: freezing another one gives it none.
    const frozen = { ...joined, providers: Object.freeze(other.providers) };
    expect(estimate({ ...ask, prices: frozen }).prices.altered).toBe(true);
  });

  it("cannot be changed, at any depth, so that the fingerprint of the build still holds", () => {
    const deep = (value: unknown): boolean =>
      typeof value !== "object" || value === null || (Object.isFrozen(value) && Object.values(value).every(deep));
    expect(deep(prices.providers)).toBe(true);
    expect(fingerprint(prices.providers)).toBe(prices.check);
    expect(JSON.parse(JSON.stringify(prices))).toEqual(prices);
  });
});

describe("the prices from a day on", () => {
  const job = { examples: 1000, tokensPerExample: 500, epochs: 3, hours: 2 };
  const traffic = { requestsPerMonth: 5000, inputTokens: 700, outputTokens: 90, months: 2 };

  it("give every day from that on the bytes of the whole book", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: number(since), max: number("2028-01-01") }),
        fc.constantFrom(0, 16384),
        (day, least) => {
          const only = least === 0 ? {} : { minContext: least };
          const question: Omit<Question, "prices"> = { asOf: dayText(day), job, traffic, only };
          expect(answerText(estimate({ ...question, prices: today }))).toBe(
            answerText(estimate({ ...question, prices })),
          );
        },
      ),
      { numRuns: 12 },
    );
  }, 60_000);

  it("give every such day the machines of the whole book", () => {
    // Earlier sightings are history.
    const plain = (day: string, files: typeof clouds): unknown[] =>
      machinesOn(files, day).map(({ alsoSeen: _earlier, ...machine }) => machine);
    for (const day of [since, "2026-11-24", "2027-06-01"]) expect(plain(day, current)).toEqual(plain(day, clouds));
  });

  it("refuse an earlier day, and name the module that has it", () => {
    const { offers, problem } = estimate({ asOf: "2026-06-01", job, prices: today });
    expect(offers).toEqual([]);
    expect(problem?.reason).toEqual({ kind: "needs_history", day: "2026-06-01", since });
    expect(problem?.sentence).toContain("@tunecast/pricing/history");
    expect(estimate({ asOf: "2026-06-01", job, prices }).offers.length).toBeGreaterThan(100);
  });
});
