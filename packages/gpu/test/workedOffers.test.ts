import { describe, expect, it } from "vitest";
import { jobLines, lineRate, ownedHourly, type JobHours } from "../src/offer/cost.ts";
import { firmest, gpuOffers, headlineOffer, seenLately } from "../src/offer/gpuOffers.ts";
import { cardOf, offersFor, rowName, selfHostedBill } from "../src/offer/offers.ts";
import { selfServing, servedOn, type SelfServed } from "../src/offer/selfServing.ts";
import type { GpuOffer } from "../src/answer.ts";
import { servingOn } from "../src/physics/serving.ts";
import { placementsOf } from "../src/placement/placements.ts";
import type { SelfHostBook, SelfHostQuestion } from "../src/run/question.ts";
import { readQuestion } from "../src/run/readQuestion.ts";
import { answer, base, data, rowsOnCards } from "./asked.ts";
import { book, card, hardware, rate, run } from "./book.ts";
import { h100, id } from "./llama8b.ts";

type Rate = ReturnType<typeof rate>;
const on = (...rates: readonly Rate[]): SelfHostBook => ({ ...book, rates });
const h = (name: string, amount: string, more: Partial<Rate> = {}, gpus = 1): Rate =>
  rate(name, "h100-sxm-80", gpus, amount, { cloud: name, ...more });

describe("the market of a card", () => {
  const market = (...rates: readonly Rate[]) => answer({ gpu: "h100-sxm-80" }, on(...rates)).cost?.market;

  it("is of three clouds at least, of each its lowest fresh price on demand of a card", () => {
    const two = [h("a", "3"), h("b", "4")];
    expect(market(...two)).toBeNull();
    expect(market(...two, h("b", "5"))).toBeNull();
    const three = market(...two, h("c", "40", {}, 8));
    expect(three).toMatchObject({ gpu: "h100-sxm-80", clouds: 3, median: "4", currency: "USD" });
    // Ten and ninety percent of the way from 3 over 4 to 5.
    expect([three?.low, three?.high]).toEqual(["3.2", "4.8"]);
    const more = [h("a", "2"), h("a", "6"), h("b", "1", { term: "spot" }), h("c", "1", { currency: "EUR" })];
    const old = [h("b", "1", { age: 61 }), rate("d", "a100-sxm-80", 1, "1", { cloud: "d" })];
    expect(market(...two, h("c", "5"), ...more, ...old)).toMatchObject({ clouds: 3, median: "4" });
    expect(market(...two, h("c", "5"), ...more, ...old)?.low).toBe("2.4");
  });
});

describe("the offers of a run", () => {
  const offer = (of: Partial<GpuOffer>): GpuOffer => of as GpuOffer;

  it("are led by a fresh one on demand, else the one on demand seen last, else the first", () => {
    const led = (...ages: readonly (readonly [term: string, age: number | null])[]): number =>
      ages.findIndex(([term, age]) => {
        const list = ages.map(([one, days]) => offer({ term: one, age: days }));
        const found = headlineOffer(list);
        return found?.term === term && found.age === age;
      });
    expect(led(["spot", 1], ["on_demand", 61], ["on_demand", 60])).toBe(2);
    expect(led(["spot", 1], ["on_demand", 90], ["on_demand", 70])).toBe(2);
    expect(led(["on_demand", null], ["on_demand", 500], ["spot", 3])).toBe(1);
    expect(led(["spot", 9], ["on_demand", null])).toBe(0);
  });

  it("are seen lately within 60 days of the one that was seen last", () => {
    const seen = (...days: readonly string[]) => seenLately(days.map((day) => ({ seen: day })))?.seen;
    expect(seen("2026-09-01", "2026-11-24")).toBe("2026-11-24");
    expect(seen("2026-09-25", "2026-11-24")).toBe("2026-09-25");
    expect(seen("2026-09-24", "2026-11-24")).toBe("2026-11-24");
    expect(seen("2026-11-24", "2026-09-01")).toBe("2026-11-24");
    expect(seen()).toBeUndefined();
    expect(firmest([])).toEqual([]);
  });

  it("of a card that nobody chose are those of one that three clouds rent, and that ends in two months", () => {
    const gpu = (rates: readonly Rate[], question: Partial<SelfHostQuestion> = {}) =>
      answer({ method: "lora", ...question }, on(...rates)).gpu.id;
    const three = (name: string, amount: string): Rate[] =>
      ["a", "b", "c"].map((cloud) => rate(`${name}-${cloud}`, name, 1, amount, { cloud }));
    const lone = rate("lone", "a100-sxm-80", 1, "0.01", { cloud: "a" });
    expect(gpu([lone, ...three("h100-sxm-80", "3").slice(0, 2)])).toBe("a100-sxm-80");
    expect(gpu([lone, ...three("h100-sxm-80", "3")])).toBe("h100-sxm-80");
    // Some hours more are no reason to pay more.
    const hours = { data: { examples: 60_000, tokensPerExample: 600 } };
    expect(gpu([...three("a100-sxm-80", "1"), ...three("b200-180", "50")], hours)).toBe("a100-sxm-80");
    // A tenth of the price, and years of it: the card that ends sooner is taken.
    const corpus = { data: { examples: 2e7, tokensPerExample: 600 }, method: "lora" } as const;
    const slow = three("a100-sxm-80", "0.01");
    expect(gpu([...slow, ...three("h200-sxm-141", "9")])).toBe("a100-sxm-80");
    expect(gpu([...slow, ...three("h200-sxm-141", "9")], corpus)).toBe("h200-sxm-141");
    // Where none ends in time, the quickest of those that several clouds rent.
    const huge = { ...corpus, data: { examples: 2e9, tokensPerExample: 600 } };
    expect(gpu([...slow, ...three("h200-sxm-141", "9"), ...three("b200-180", "99")], huge)).toBe("b200-180");
    expect(gpu([...three("b200-180", "99"), ...slow], huge)).toBe("b200-180");
    const euros = three("a100-sxm-80", "0.01").map((one) => ({ ...one, currency: "EUR" }));
    const spot = three("a100-sxm-80", "0.01").map((one) => ({ ...one, term: "spot" as const }));
    expect(gpu([...euros, ...spot, ...three("h100-sxm-80", "3")])).toBe("h100-sxm-80");
    expect(gpu([...three("h100-sxm-80", "1").map((one) => ({ ...one, age: 61 })), lone])).toBe("a100-sxm-80");
  });

  it("name each card that is not known once, by name", () => {
    const asked = readQuestion(base, book);
    if (!asked.ok) throw new Error("question");
    const odd = ["z9", "a9", "z9"].map((gpu, at) => rate(`odd-${at}`, gpu, 1, "1"));
    expect(gpuOffers(placementsOf(asked.value), on(...odd)).unknownCards).toEqual(["a9", "z9"]);
  });

  it("are of the card that is asked for alone, and the quickest of them first costs least", () => {
    const rates = [h("a", "3"), h("b", "2"), rate("c", "a100-sxm-80", 1, "1"), h("eur", "1", { currency: "EUR" })];
    const { cost } = answer({ gpu: "h100-sxm-80" }, on(...rates));
    expect(cost?.offers.map(({ id: name }) => name)).toEqual(["b/b/on_demand", "a/a/on_demand", "eur/eur/on_demand"]);
    expect(cost?.fastest?.id).toBe("b/b/on_demand");
    expect(cost?.cheapest?.id).toBe("b/b/on_demand");
    const region = answer({ gpu: "h100-sxm-80" }, on(h("a", "3", { region: "us-east" }))).cost?.offers[0];
    expect([region?.id, region?.region]).toEqual(["a/a/us-east/on_demand", "us-east"]);
  });

  it("on cards of one's own cost the hours of all of them", () => {
    const owned = { gpu: "h100-sxm-80", gpus: 8, price: "35064", kwhPrice: "0" };
    const { cost, hours } = answer({ owned, gpu: "h100-sxm-80", gpus: 8, failedShare: 0 });
    expect(cost?.owned).toMatchObject({ gpu: "h100-sxm-80", gpus: 8, perCardHour: { amount: "2", currency: "USD" } });
    expect(cost?.owned?.lines[0]?.rate).toMatchObject({ amount: "16", per: "hour of 8 × h100-sxm-80" });
    expect(cost?.owned?.hours).toBe(hours?.typical);
    expect(answer({ owned: { ...owned, gpu: "rtx-4060-laptop-8", gpus: 1 }, method: "full" }).cost?.owned).toBeNull();
    expect(answer({}).cost?.owned).toBeNull();
    const one = { gpu: "h100-sxm-80", price: "35064", kwhPrice: "0" };
    expect(answer({ owned: one }).cost?.owned?.gpus).toBe(1);
    expect(ownedHourly({ ...one, kwhPrice: "1" }, { ...h100, watts: null }).amount).toBe("2.49");
  });
});

describe("a rate on a bill", () => {
  it("keeps its source, its days and how sure it is", () => {
    const own = lineRate(h("a", "3", { gpus: 8, confidence: "secondary" }));
    expect(own).toEqual({
      amount: "3",
      currency: "USD",
      per: "hour of 8 × h100-sxm-80",
      source: "https://example.com/prices",
      seen: "2026-11-24",
      from: "2026-11-01",
      confidence: "secondary",
    });
    expect(lineRate(h("a", "3")).confidence).toBe("primary");
    expect(lineRate(h("a", "3", { fromKind: "read" }))).toMatchObject({ undated: true });
  });

  it("is paid for hours with four digits, and what they leave over by the longest line", () => {
    const hours: JobHours = { training: 1.00004, setUp: 0.10004, failed: 0, tuning: 0, interrupted: 0 };
    const lines = (billedPer: "second" | "minute" | "hour", machines = 1, of = hours) =>
      jobLines(of, machines, lineRate(h("a", "1")), billedPer).map(({ kind, quantity }) => [kind, quantity]);
    expect(lines("second")).toEqual([
      ["training", "1"],
      ["training", "0.1"],
    ]);
    // 1.10008 hours are 66.005 minutes: 67.
    expect(lines("minute").slice(0, 2)).toEqual(lines("second"));
    expect(Number(lines("minute")[2]?.[1])).toBeCloseTo(67 / 60 - 1.1, 9);
    expect(lines("hour").at(-1)).toEqual(["rounding", "0.9"]);
    expect(lines("hour", 2).at(-1)).toEqual(["rounding", "1.7998"]);
    const thirds = { ...hours, training: 0.33333, setUp: 0.33333, tuning: 0.33333 };
    expect(lines("hour", 1, thirds).map(([, quantity]) => quantity)).toEqual(["0.3334", "0.3333", "0.3333"]);
    const none = { ...hours, training: 0, setUp: 0 };
    expect(lines("hour", 1, none)).toEqual([]);
  });
});

describe("serving on rented cards", () => {
  const lora = run(id, { method: "lora" });
  const traffic = { requestsPerMonth: 100_000, inputTokens: 900, outputTokens: 100, months: 3 };
  const served = (rates: readonly Rate[], use: Partial<SelfServed> = {}, currency = "USD") =>
    selfServing(lora, h100, { traffic, ...use }, on(...rates), currency);
  const one = servingOn(lora, h100, { inputTokens: 900, outputTokens: 100 });

  it("takes the firmest rates on demand of machines that hold a copy, in the bill's currency", () => {
    expect(served([h("a", "3")])?.monthly).toEqual({ amount: "2190", currency: "USD" });
    expect(served([h("a", "3", { currency: "EUR" })])).toBeNull();
    expect(served([h("a", "3", { currency: "EUR" })], {}, "EUR")?.monthly.amount).toBe("2190");
    expect(served([h("a", "3", { term: "spot" })])).toBeNull();
    expect(served([rate("a", "a100-sxm-80", 1, "3")])).toBeNull();
    // An older rate stands behind a fresh one, however low.
    expect(served([h("a", "1", { age: 61 }), h("b", "3"), h("c", "4")])?.monthly.amount).toBe("2190");
    const large = run("llama-3.3-70b", { method: "lora" });
    const four = (gpus: number) => selfServing(large, h100, { traffic }, on(h("a", "9", {}, gpus)), "USD");
    expect([four(2), four(4)?.monthly.amount]).toEqual([null, "6570"]);
  });

  it("says what it carries, how busy it is, and what a million tokens cost so", () => {
    const { assumption, line, idle, low, high, months } = served([h("a", "3", {}, 2)]) ?? {};
    const requests = (one?.requestsPerSecond ?? 0) * 0.4 * 3600 * 730 * 2;
    expect(assumption?.facts).toMatchObject({
      machines: 1,
      machine: "a (a)",
      requestsPerMonth: Number(requests.toPrecision(2)),
      busyPercent: 40,
    });
    const tokens = Math.round((one?.tokensPerSecond ?? 0) * 2 * 3600 * 0.4);
    const amount = String(Number(((3 * 1e6) / tokens).toFixed(6)));
    expect(assumption?.facts?.["perMillionTokens"]).toEqual({ amount, currency: "USD" });
    expect(line).toMatchObject({ kind: "hosting", label: "Serving on 1 × a (a)", quantity: "2190", amount: "6570" });
    expect(idle).toEqual({
      perDay: { amount: "72", currency: "USD" },
      perMonth: { amount: "2190", currency: "USD" },
    });
    expect([low?.toString(), high?.toString(), months]).toEqual(["6570", "6570", 3]);
    const busy = served([h("a", "3")], { utilisation: 0.8 })?.assumption.facts;
    expect(busy).toMatchObject({ busyPercent: 80 });
  });

  it("rents the machines that carry the load for the least", () => {
    const carried = (one?.requestsPerSecond ?? 0) * 0.4 * 3600 * 730;
    const at = (times: number) => {
      const use = { traffic: { ...traffic, requestsPerMonth: Math.round(times * carried), months: 1 } };
      return served([h("small", "3"), h("large", "20", {}, 8)], use)?.line.label;
    };
    expect(at(0.9)).toBe("Serving on 1 × small (small)");
    expect(at(5.5)).toBe("Serving on 6 × small (small)");
    expect(at(6.5)).toBe("Serving on 1 × large (large)");
  });

  it("of an answer about cards gives the cheapest price, and the copies that a month's requests take", () => {
    const carried = (one?.requestsPerSecond ?? 0) * 0.4 * 3600 * 730;
    const told = (requestsPerMonth?: number) =>
      servedOn(
        lora,
        h100,
        { inputTokens: 900, outputTokens: 100, ...(requestsPerMonth !== undefined && { requestsPerMonth }) },
        on(h("dear", "4"), h("cheap", "3")),
      );
    const tokens = Math.round((one?.tokensPerSecond ?? 0) * 3600 * 0.4);
    expect(told()?.perMillionTokens?.amount).toBe(String(Number(((3 * 1e6) / tokens).toFixed(6))));
    expect([told()?.copies, told()?.perMonth]).toEqual([null, null]);
    expect([told(0)?.copies, told(0)?.perMonth?.amount]).toEqual([1, "2190"]);
    expect(told(Math.round(2.5 * carried))).toMatchObject({ copies: 3, perMonth: { amount: "6570", currency: "USD" } });
    const none = servedOn(lora, h100, { inputTokens: 900, outputTokens: 100, requestsPerMonth: 5 }, on());
    expect([none?.perMillionTokens, none?.copies, none?.perMonth]).toEqual([null, 1, null]);
    expect(servedOn(run("deepseek-v3"), card("t4-16"), { inputTokens: 9, outputTokens: 9 }, on())).toBeNull();
  });
});

describe("a row among the offers of services", () => {
  it("bears what is trained and how, and the card by its number", () => {
    expect(rowName({})).toBe("lora");
    expect(rowName({ method: "full" })).toBe("full");
    expect(rowName({ method: "qlora", objective: "dpo" })).toBe("dpo-qlora");
    expect(cardOf("h100-sxm-80", hardware)?.id).toBe("h100-sxm-80");
    expect(cardOf("h100-sxm-80x8", hardware)?.id).toBe("h100-sxm-80");
    expect(cardOf("h100-sxm-80x8y", hardware)).toBeUndefined();
    expect(cardOf("", hardware)).toBeUndefined();
  });

  it("is the cheapest on demand of its kind and number of cards", () => {
    const rows = rowsOnCards(
      { ...base, gpu: "h100-sxm-80" },
      on(h("dear", "4"), h("cheap", "3"), h("spot", "1", { term: "spot" }), h("eight", "24", {}, 8)),
    );
    const found = rows.ok ? rows.value : [];
    expect(found.map(({ variant }) => variant)).toEqual(["h100-sxm-80", "h100-sxm-80x8"]);
    expect(found[0]).toMatchObject({ provider: "self-hosted", model: id, method: "qlora", priceAge: 4 });
    expect(found[0]?.assumptions[0]?.facts).toMatchObject({
      machines: 1,
      cloud: "cheap",
      machine: "cheap/cheap/on_demand",
    });
    expect(found[0]?.assumptions[0]?.facts?.["tight"]).toBe(false);
  });

  it("says where memory is tight", () => {
    const tight = {
      ...base,
      model: "qwen3-30b-a3b",
      method: "lora",
      gpu: "h100-sxm-80",
      gpus: 8,
      sharding: "ddp",
    } as const;
    const asked = readQuestion(tight, book);
    const rows = asked.ok ? offersFor(asked.value, on(h("eight", "24", {}, 8))) : asked;
    expect(rows.ok && rows.value[0]?.assumptions[0]?.facts?.["tight"]).toBe(true);
  });

  it("costs nothing that is known at another size, without data or where nobody rents its card", () => {
    const total = { currency: "USD" };
    const row = { id: "self-hosted/llama-3.1-8b:qlora@h100-sxm-80", variant: "h100-sxm-80", total } as never;
    const { data: _data, ...bare } = base;
    const bill = (question: SelfHostQuestion, from = book) =>
      selfHostedBill({ question, book: from })(row, 8000)(8000, 1);
    expect(bill(bare)).toBeNull();
    expect(bill(base, on(rate("a", "rtx-4090-24", 1, "1")))).toBeNull();
    expect(bill(base)?.refused).toBeNull();
    // As many examples of a mixture's parts as of the whole.
    const mixture = { mixture: [{ data, repeats: 2 }] };
    const parts = selfHostedBill({ question: { ...base, data: mixture }, book })(row, 16_000);
    const whole = rowsOnCards({ ...base, epochs: 1, data: { mixture: [{ data, repeats: 4 }] } }, book);
    const same = whole.ok ? whole.value.find(({ variant }) => variant === "h100-sxm-80")?.total.amount : "";
    expect(parts(32_000, 1)?.cost.toFixed()).toBe(same);
  });
});
