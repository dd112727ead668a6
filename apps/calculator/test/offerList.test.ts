import { type Offer } from "@tunecast/estimator";
import { isAtLeast, isWholeTotal } from "@tunecast/estimator/answer";
import { describe, expect, it } from "vitest";
import { chosenOffer } from "../src/state/offers/acceptance.ts";
import { listedOffers } from "../src/state/offers/offerTable.ts";
import { csv } from "../src/view/take/TakeAlong.tsx";
import { answered, wholeAnswer } from "./calculatorAt.ts";

describe("a list that the filters empty", () => {
  it("is whole again once they are cleared", async () => {
    const { calculator, answer } = await answered("#v=1&find=nobody-sells-this");
    const { table } = calculator;
    expect(table.listed.value).toEqual([]);
    table.chip({ method: "rft" });
    expect(table.isFiltered).toBe(true);
    table.clearFilters();
    expect(table.listed.value).toHaveLength(answer.offers.length);
    expect(table.isFiltered).toBe(false);
  });
});

describe("the groups", () => {
  it("hold every offer once, whole bills apart from those that lack something", async () => {
    const { calculator, answer } = await answered();
    const groups = calculator.table.groups.value;
    const ids = groups.flatMap(({ offers, partial }) => [...offers, ...partial]).map(({ id }) => id);
    expect(ids.toSorted()).toEqual(answer.offers.map(({ id }) => id).toSorted());
    for (const { name, offers, partial } of groups) {
      expect([...offers, ...partial].every(({ modelName }) => modelName === name)).toBe(true);
      expect(offers.every(isWholeTotal)).toBe(true);
      expect(partial.some(isWholeTotal)).toBe(false);
    }
  });
});

describe("the chosen offer", () => {
  it("is the cheapest that is open and fully priced", async () => {
    const { answer, calculator } = await answered();
    const { offer } = chosenOffer(answer, calculator.question.value, null);
    expect(offer?.status.kind).not.toBe("closed_to_new_customers");
    expect(offer && isAtLeast(offer)).toBe(false);
    expect(offer?.breakEven).not.toBeNull();
  });

  it("is none by the hour for a few requests", async () => {
    // Too few examples for those whose untuned price is known by the request.
    const { answer, calculator } = await answered("#v=1&examples=5&tokens-per-example=100");
    expect(chosenOffer(answer, calculator.question.value, null).offer?.perThousandRequests).not.toBeNull();
  });

  it("is the named one, or another with the reason", async () => {
    const { answer, calculator } = await answered();
    const chosen = (id: string) => chosenOffer(answer, calculator.question.value, id);
    const last = answer.offers.at(-1)?.id ?? "";
    expect(chosen(last)).toMatchObject({ offer: { id: last }, note: null });
    const refused = answer.refused[0];
    expect(chosen(refused?.id ?? "").note).toContain(refused?.sentence);
    expect(chosen("nobody/nothing:sft").note).toContain("has no offer nobody/nothing:sft");
  });
});

describe("the list of offers", () => {
  it("holds every word that is looked for, whatever the case", async () => {
    const { answer } = await answered();
    const found = listedOffers(answer.offers, { find: "OpenAI mini", sort: "total" });
    expect(found.length).toBeGreaterThan(0);
    const words = ({ id, providerName, modelName }: Offer): string =>
      `${id} ${providerName} ${modelName}`.toLowerCase();
    expect(found.every((offer) => words(offer).includes("openai") && words(offer).includes("mini"))).toBe(true);
  });

  it.each(["total", "training", "monthly", "requests", "idle", "breakEven", "id"] as const)(
    "sorts by %s without losing an offer",
    async (sort) => {
      const { answer } = await answered();
      const up = listedOffers(answer.offers, { find: "", sort });
      expect(up.map(({ id }) => id).sort()).toEqual(answer.offers.map(({ id }) => id).sort());
      expect(listedOffers(up.toReversed(), { find: "", sort })).toEqual(up);
    },
  );

  it("never puts a total that leaves something out before a full one", async () => {
    const { answer } = await answered();
    const dollars = answer.offers.filter(({ total }) => total.currency === "USD");
    const whole = listedOffers(dollars, { find: "", sort: "total" }).map(isWholeTotal);
    expect(whole).toEqual(whole.toSorted((a, b) => Number(b) - Number(a)));
    expect(whole).toContain(false);
  });
});

describe("the table as CSV", () => {
  it("has the order of the command where the reader has not sorted", async () => {
    const { calculator } = await answered();
    const ids = (): readonly string[] =>
      csv(calculator)
        .trim()
        .split("\r\n")
        .slice(1)
        .map((row) => row.split(",")[0] ?? "");
    const whole = wholeAnswer(calculator).offers;
    expect(ids()).toEqual(whole.map(({ id }) => id));
    calculator.form.choose({ sort: "training" });
    expect(ids()).toEqual(calculator.table.listed.value.map(({ id }) => id));
  });
});
