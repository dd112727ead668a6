import { prices } from "@tunecast/pricing/history";
import { describe, expect, it } from "vitest";
import { answerText, estimate, openBook, type PriceBook, type Question } from "../src/index.ts";
import { fingerprint } from "../src/prices/fingerprint.ts";
import { isSound, openPublished } from "../src/prices/offers.ts";
import { asOf, ask, job, traffic } from "./ask.ts";
import { book, model, rate } from "./book.ts";

describe("a price book that is opened", () => {
  it("gives the same bytes as one that is not, whatever was asked before", () => {
    const open = openBook(structuredClone(prices));
    // Without its check a book is marked as altered, and so under a name of its own.
    const shut = { ...structuredClone(prices), check: undefined, sha256: "of my own" };
    const bytes = (asked: Question): string =>
      answerText(estimate(asked)).replace(/"sha256": "[^"]*"/u, '"sha256": "…"');
    for (const day of ["2026-01-15", "2026-11-24", "2026-06-30", "2026-11-24"])
      for (const more of [
        {},
        { traffic },
        { only: { providers: ["openai", "azure"] } },
        { only: { models: ["gpt-5"] } },
      ]) {
        const asked = { asOf: day, job, ...more };
        expect(bytes({ ...asked, prices: open })).toBe(bytes({ ...asked, prices: shut }));
      }
  });

  it("is the same object, frozen whole", () => {
    const made = book([model()]);
    expect(openBook(openBook(made))).toBe(made);
    const [file] = made.providers;
    expect([made, file, file?.models[0]?.rates?.[0]].every((part) => Object.isFrozen(part))).toBe(true);
  });

  it("is not kept where it was not opened: a price that is changed is billed", () => {
    const rates = [rate("training", "3")];
    const made = book([model({ rates })]);
    const total = (): string | undefined => ask({ prices: made }).offers[0]?.total.amount;
    expect(total()).toBe("0.9");
    rates[0] = rate("training", "6");
    expect(total()).toBe("1.8");
  });

  it("remembers no price of one customer for another", () => {
    const open = openBook(book([model()]));
    const own = (amount: string) => ({
      rates: [{ provider: "acme", kind: "training", amount, currency: "USD", per: "1M tokens", source: "contract 7" }],
    });
    const total = (ownPrices?: object): string | undefined =>
      ask({ prices: open, ...(ownPrices !== undefined && { ownPrices }) }).offers[0]?.total.amount;
    expect([total(own("2")), total(own("1")), total(), total(own("2"))]).toEqual(["0.6", "0.3", "0.9", "0.6"]);
  });

  it("is not changed by what is done to an answer", () => {
    const open = openBook(structuredClone(prices));
    const asked = { asOf: "2026-11-24", prices: open, job };
    const first = answerText(estimate(asked));
    spoil(estimate(asked));
    expect(answerText(estimate(asked))).toBe(first);
  });

  it("that holds itself is read to its end, and is another than was published", () => {
    const made = { ...book([model()]), check: "00000000" };
    Object.assign(made.providers[0] ?? {}, { of: made.providers });
    expect(openPublished(made)).toBe(true);
    expect(isSound(made)).toBe(false);
    expect(isSound(openBook(made))).toBe(true);
  });

  it("is sound as it was published, and no longer where a price of it is another", () => {
    const { providers, ...rest } = book([model()]);
    const check = fingerprint(providers);
    expect(isSound({ ...rest, providers, check })).toBe(true);
    expect(isSound({ ...rest, providers, check: "0" })).toBe(false);
    expect(isSound({ ...rest, providers })).toBe(false);
    expect(isSound({ ...rest, check })).toBe(false);
    const [own, published] = [
      { ...book([model()]), sha256: "of my own" },
      { ...rest, providers, check },
    ];
    expect([own, published].map((one) => [openPublished(one), Object.isFrozen(one)])).toEqual([
      [false, false],
      [false, true],
    ]);
    expect([null, "book", [], {}].map(isSound)).toEqual([false, false, false, false]);
    // Fields of another order are the same prices; a field more is another book.
    const [file] = providers;
    if (file === undefined) throw new Error("no file");
    const turned = Object.fromEntries(Object.entries(file).toReversed()) as unknown as typeof file;
    expect(isSound({ ...rest, providers: [turned], check })).toBe(true);
    expect(isSound({ ...rest, providers: [{ ...file, note: "" }], check })).toBe(false);
    expect(isSound({ ...rest, providers: [{ ...file, note: undefined }], check })).toBe(true);
  });

  it("is left as it is where it is no price book, and a question with it says so", () => {
    const bad = { version: "x" } as unknown as PriceBook;
    expect(openBook(bad)).toBe(bad);
    expect(Object.isFrozen(bad)).toBe(false);
    expect(estimate({ asOf, prices: bad, job }).problem?.reason.kind).toBe("bad_prices");
  });
});

describe("the fingerprint of a book", () => {
  it("is eight digits, those in front that are 0 among them", () => {
    const all = Array.from({ length: 100 }, (_, at) => fingerprint(book([model({ id: `small-${at}` })]).providers));
    expect(all.filter((one) => !/^[0-9a-f]{8}$/.test(one))).toEqual([]);
    expect(all.filter((one) => Number.parseInt(one, 16) < 16 ** 7).length).toBeGreaterThan(0);
  });
});

/** Empties everything that can be. */
function spoil(value: unknown): void {
  if (typeof value !== "object" || value === null || Object.isFrozen(value)) return;
  for (const [name, part] of Object.entries(value)) {
    spoil(part);
    Reflect.deleteProperty(value, name);
  }
}
