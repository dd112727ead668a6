import { describe, expect, it } from "vitest";
import { budgetPlan, estimate, type Offer } from "../../estimator/src/index.ts";
import { joinSelfHosted, selfHost, type SelfHostQuestion, type SelfServed } from "../src/index.ts";
import { selfHostedBill, withRefusal } from "../src/offer/offers.ts";
import { decimal, sum } from "../../estimator/src/money.ts";
import { isTrainingAtLeast } from "../../estimator/src/contract/completeness.ts";
import { book as services, model } from "../../estimator/test/book.ts";
import { book, rate } from "./book.ts";

const data = { examples: 8000, tokensPerExample: 620 };
const job = { ...data, epochs: 3 };
const traffic = { requestsPerMonth: 240_000, inputTokens: 900, outputTokens: 120, months: 3 };
const question = { model: "llama-3.1-8b", method: "qlora", data, epochs: 3, gpu: "h100-sxm-80" } as const;
const answer = estimate({ asOf: "2026-11-24", prices: services([model()]), job, traffic });

function joined(use?: SelfServed, rates = book.rates, asked: object = {}): readonly Offer[] {
  const result = joinSelfHosted(answer, { ...question, ...asked }, { ...book, rates: rates ?? [] }, use);
  if (!result.ok) throw new Error(JSON.stringify(result.problem));
  return result.value.offers.filter(({ provider }) => provider === "self-hosted");
}

function onOne(use?: SelfServed, rates = book.rates): Offer {
  const offer = joined(use, rates).find(({ variant }) => variant === "h100-sxm-80");
  if (offer === undefined) throw new Error("No offer on one card.");
  return offer;
}

/** Requests of this shape that one H100 carries in a month. */
function carried(): number {
  const served = selfHost({ ...question, serving: { inputTokens: 900, outputTokens: 120 } }, book);
  if (!served.ok || served.value.serving === null) throw new Error("One H100 serves nothing.");
  const { requestsPerSecond, utilisation } = served.value.serving;
  return requestsPerSecond * utilisation * 3600 * 730;
}

describe("joinSelfHosted", () => {
  it("counts serving on the same kind of card for every hour of the horizon", () => {
    const offer = onOne({ traffic });
    // One H100 at $3.00: 730 hours a month, three months.
    expect(offer.monthly).toEqual({ amount: "2190", currency: "USD" });
    expect(offer.lines.at(-1)).toMatchObject({ kind: "hosting", quantity: "2190", amount: "6570" });
    expect(offer.idle?.perDay.amount).toBe("72");
    expect(sum(offer.lines.map(({ amount }) => decimal(amount))).equals(offer.total.amount)).toBe(true);
    expect(decimal(offer.total.amount).minus(offer.training.amount).toString()).toBe("6570");
    expect(offer.horizon).toEqual({ months: 3 });
    // The word for what nobody says anything about, as for the services: `open` stands in no price file.
    expect(offer.status).toEqual({ kind: "listed", source: offer.lines[0]?.rate.source });
  });

  it("charges quantity × rate on every line, to the last digit, whatever unit of time a cloud bills", () => {
    for (const billedPer of ["second", "minute", "hour"] as const) {
      const rates = (book.rates ?? []).map((one) => ({ ...one, amount: "8.3", billedPer }));
      const some = [8000, 9000, 10_000].flatMap((examples) =>
        joined({ traffic }, rates, { data: { ...data, examples } }),
      );
      for (const { lines } of some)
        for (const { quantity, rate: per, amount, label } of lines)
          expect(`${label}: ${decimal(quantity).times(per.amount).toFixed()}`).toBe(`${label}: ${amount}`);
    }
  });

  it("takes the hours of a month and of a deployment as stated", () => {
    expect(onOne({ traffic, hoursPerMonth: 700 }).monthly?.amount).toBe("2100");
    expect(onOne({ traffic: { ...traffic, deployedHoursPerMonth: 100 } }).monthly?.amount).toBe("300");
  });

  it("rents as many machines as carry the requests, and holds half and twice the speed in the range", () => {
    const offer = onOne({ traffic: { ...traffic, requestsPerMonth: Math.round(3.4 * carried()), months: 1 } });
    // Four cards; two at twice the speed, seven at half of it. The training adds a dollar or two.
    expect(offer.monthly?.amount).toBe(String(4 * 2190));
    expect(Number(offer.range.low)).toBeGreaterThan(2 * 2190);
    expect(Number(offer.range.low)).toBeLessThan(2 * 2190 + 50);
    expect(Number(offer.range.high)).toBeGreaterThan(7 * 2190);
    expect(Number(offer.range.high)).toBeLessThan(7 * 2190 + 50);
  });

  it("fills a machine of several cards with as many copies before it takes another", () => {
    const eight = [rate("eight", "h100-sxm-80", 8, "24.00")];
    const use = { traffic: { ...traffic, requestsPerMonth: Math.round(3.4 * carried()) } };
    const [offer] = joined(use, eight);
    expect(offer?.monthly?.amount).toBe(String(24 * 730));
  });

  it("bills the tokens that are trained, of all stages, and says what is cut", () => {
    const counted = { data: { tokens: [[1000, 100] as const, [8000, 100] as const] }, epochs: 2 };
    const one = (asked: object): Offer | undefined => joined(undefined, book.rates, { ...counted, ...asked })[0];
    expect(one({})).toMatchObject({ billedTokens: "1800000", tokensExact: true });
    expect(one({ stages: [{ data: { examples: 10, tokensPerExample: 500 }, epochs: 1 }] })).toMatchObject({
      billedTokens: "1805000",
      tokensExact: false,
    });
    const cut = one({ maxTokens: 2000 });
    expect(cut?.billedTokens).toBe("600000");
    expect(cut?.assumptions.find(({ kind }) => kind === "rows_cut")?.sentence).toContain("100 of 200 rows");
  });

  it("is at least where something of the data is not counted", () => {
    const notes = [{ kind: "not_counted", sentence: "12 pictures are not counted.", part: "training" as const }];
    const [offer] = joined(undefined, book.rates, { data: { tokens: [[500, 100]], notes } });
    expect(offer && isTrainingAtLeast(offer)).toBe(true);
  });

  it("costs more where rows are longer", () => {
    const [short, long] = [8_000, 32_000].map((tokensPerExample) =>
      Number(joined(undefined, book.rates, { data: { examples: 1000, tokensPerExample } })[0]?.training.amount),
    );
    expect(long).toBeGreaterThan(3 * (short ?? Infinity));
  });

  it.each([
    ["rows that the model cannot read", { data: { examples: 10, tokensPerExample: 200_000 } }, "over_context"],
    ["a run that no machine holds", { model: "deepseek-v3", method: "full" }, "does_not_fit"],
  ])("refuses %s and leaves the services as they are", (_name, asked, kind) => {
    const result = joinSelfHosted(answer, { ...question, ...asked } as SelfHostQuestion, book);
    if (!result.ok) throw new Error(JSON.stringify(result.problem));
    expect(result.value.offers).toEqual(answer.offers);
    expect(result.value.refused.find(({ id }) => id.startsWith("self-hosted/"))?.reason.kind).toBe(kind);
  });

  it.each([
    ["nobody says how it is used", undefined, book.rates, {}],
    [
      "no machine holds the model",
      { traffic },
      [rate("one", "rtx-4090-24", 1, "0.50")],
      { model: "qwen2.5-14b", gpu: "rtx-4090-24" },
    ],
  ])("says at least where %s", (_why, use, rates, asked) => {
    const offers = joined(use, rates, asked);
    expect(offers.length).toBeGreaterThan(0);
    for (const offer of offers) {
      expect(offer.monthly).toBeNull();
      expect(offer.total).toEqual(offer.training);
      expect(offer.assumptions.map(({ kind }) => kind)).toContain("not_counted");
    }
  });
});

describe("a budget for runs on rented GPUs", () => {
  const usd = (amount: string) => ({ amount, currency: "USD" });
  const histogram = [
    [100, 3000],
    [900, 5000],
  ] as const;

  /** What training costs on one card at another size. */
  function costOn(sized: object, epochs: number): number {
    const [offer] = joined(undefined, book.rates, { data: sized, epochs }).filter(
      ({ variant }) => variant === "h100-sxm-80",
    );
    return Number(offer?.training.amount);
  }

  it.each([
    ["typed counts", data, (n: number) => ({ ...data, examples: n })],
    [
      "a counted file",
      { tokens: histogram },
      (n: number) => ({ mixture: [{ data: { tokens: histogram }, repeats: n / 8000 }] }),
    ],
  ])("is the inverse of the bill, set-up and failed runs included: %s", (_name, given, sized) => {
    const run = { ...question, data: given };
    const joint = joinSelfHosted(answer, run, book);
    if (!joint.ok) throw new Error(JSON.stringify(joint.problem));
    const asked = { asOf: "2026-11-24", prices: services([model()]), job };
    const plan = budgetPlan(joint.value, usd("40"), asked, { selfHosted: selfHostedBill({ question: run, book }) });
    const row = plan.ok ? plan.value.find(({ id }) => id.endsWith("@h100-sxm-80")) : undefined;
    if (row === undefined) throw new Error("No row on one card.");
    expect(row.examples).toBeGreaterThan(8000);
    expect(costOn(sized(row.examples), 3)).toBeLessThanOrEqual(40);
    expect(costOn(sized(row.examples + 1), 3)).toBeGreaterThanOrEqual(40);
    expect(costOn(given, row.epochs)).toBeLessThanOrEqual(40);
    expect(costOn(given, row.epochs + 1)).toBeGreaterThan(40);
  });
});

it.each([1, 300, 50_000])("bills each row at another size as it stands among all machines: %d examples", (examples) => {
  const rows = joined(undefined, book.rates);
  const sized = joined(undefined, book.rates, { data: { ...data, examples } });
  expect(rows.length).toBeGreaterThan(1);
  const billed = selfHostedBill({ question: { ...question, data }, book });
  for (const row of rows) {
    const same = sized.find(({ id }) => id === row.id);
    expect(billed(row, data.examples)(examples, 3)?.cost.toFixed()).toBe(same?.training.amount);
  }
});

it("lists what cannot take the job by name, whichever was refused first", () => {
  const reason = { kind: "no_hardware" } as const;
  const refused = ["self-hosted/b", "self-hosted/c", "self-hosted/a"].reduce(
    (all, id) => withRefusal(all, id, reason),
    answer,
  ).refused;
  const ids = refused.map(({ id }) => id).filter((id) => id.startsWith("self-hosted/"));
  expect(ids).toEqual(["self-hosted/a", "self-hosted/b", "self-hosted/c"]);
});
