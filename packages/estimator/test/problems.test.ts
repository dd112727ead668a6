import { describe, expect, it } from "vitest";
import { answerText, estimate, type Question } from "../src/index.ts";
import { ask, job, only, traffic } from "./ask.ts";
import { book, model, rate } from "./book.ts";

/** A value that has no JSON. */
const endless: { self?: unknown } = {};
endless.self = endless;

it("takes a field that is there but undefined as one left out", () => {
  const absent = { profile: undefined, epochs: undefined, validation: undefined };
  const asked = { job: { ...job, ...absent, stages: [{ ...job, ...absent }] }, traffic: undefined } as unknown;
  const [offer, usual] = [
    ask(asked as Partial<Question>),
    ask({ job: { ...job, stages: [{ examples: 1000, tokensPerExample: 100 }] } }),
  ].map(only);
  expect(offer).toEqual(usual);
});

describe("a day that is none", () => {
  it.each(["2026-02-30", "", 20_260_201])("is refused with its field: %j", (day) => {
    const reason = { kind: "bad_day", day: String(day), path: "asOf", field: "as of" };
    expect(ask({ asOf: day as string }).problem?.reason).toEqual(reason);
  });
});

describe("a question that cannot be answered", () => {
  it.each([
    [{ job: { ...job, epochs: 0 } }, "out_of_range"],
    [{ job: { ...job, epochs: 1.5 } }, "not_whole"],
    [{ job: { examples: -1, tokensPerExample: 10 } }, "out_of_range"],
    [{ job: { examples: 2.5, tokensPerExample: 10 } }, "not_whole"],
    [{ job: { examples: 1, tokensPerExample: Number.NaN } }, "not_number"],
    [{ job: { examples: 1, tokensPerExample: 0 } }, "out_of_range"],
    // What a rate is multiplied by: a bill of nothing, or a conversation of one turn.
    [{ job: { ...job, steps: 0 } }, "out_of_range"],
    [{ job: { ...job, hours: 0 } }, "out_of_range"],
    [{ job: { ...job, imagesSeen: 0 } }, "out_of_range"],
    [{ job: { ...job, packing: false, maxSequenceTokens: 0 } }, "out_of_range"],
    [{ job: { ...job, thinkingTurns: 1 } }, "out_of_range"],
    [{ job: { ...job, stages: [{ ...job, hours: 0 }] } }, "out_of_range"],
    [{ asOf: "2026-02-30" }, "bad_day"],
    [{ job: { ...job, stages: [{ examples: 0, tokensPerExample: 1 }] } }, "out_of_range"],
    [{ traffic: { ...traffic, cachedInputTokens: 901 } }, "out_of_range"],
    [{ traffic: { ...traffic, batchShare: 1.5 } }, "out_of_range"],
    [{ traffic: { ...traffic, deployedHoursPerMonth: 1000 } }, "out_of_range"],
    [{ traffic: { ...traffic, deployedHoursPerMonth: 0 } }, "out_of_range"],
    [{ traffic: { ...traffic, deployedHoursPerMonth: 731 } }, "out_of_range"],
    [{ traffic: { ...traffic, deployedHoursPerMonth: 720.5 }, hoursPerMonth: 720 }, "out_of_range"],
    [{ traffic: { ...traffic, months: 100_000 } }, "out_of_range"],
    [{ asOf: "9999-12-31", traffic }, "wrong_kind"],
    [{ only: { models: ["smal"] } }, "unknown_model"],
    [{ only: { providers: ["nobody"] } }, "unknown_provider"],
    [{ only: { methods: ["sfd"] } }, "unknown_method"],
    [{ only: { variants: ["regional"] } }, "unknown_variant"],
    [{ only: { status: ["opne"] } }, "unknown_status"],
    [{ only: { licences: ["MIT"] } }, "unknown_licence"],
    [{ only: { residency: ["SG"] } }, "unknown_residency"],
    [{ alternative: { kind: "rag", extraInputTokens: 9 } }, "needs_traffic"],
    [{ job: null }, "wrong_kind"],
    [{ job: 5 }, "wrong_kind"],
    [{ job: { profile: {} } }, "not_a_profile"],
    [{ job: { profile: null } }, "not_a_profile"],
    [{ job: { ...job, stages: 5 } }, "wrong_kind"],
    [{ job: { ...job, validation: null } }, "wrong_kind"],
    [{ job: { ...job, packing: "no" } }, "wrong_kind"],
    [{ job: { ...job, epocs: 2 } }, "unknown_field"],
    [{ traffic: null }, "wrong_kind"],
    [{ trafic: traffic }, "unknown_field"],
    [{ only: { models: "small" } }, "wrong_kind"],
    [{ only: { models: [5] } }, "wrong_kind"],
    [{ only: { model: ["small"] } }, "unknown_field"],
    [{ traffic, alternative: { kind: "magic", extraInputTokens: 9 } }, "wrong_kind"],
    [{ asOf: 5 }, "bad_day"],
    [{ asOf: undefined }, "wrong_kind"],
    [{ hoursPerMonth: "730" }, "not_number"],
    [{ job: { ...job, epochs: { toString: 1 } } }, "not_whole"],
    [{ traffic: { ...traffic, months: { valueOf: 1, toString: null } } }, "not_number"],
    [{ asOf: { toString: 1 } }, "bad_day"],
    [{ asOf: 10n }, "bad_day"],
    [{ job: { ...job, examples: 10n } }, "not_whole"],
    // The first thing wrong is said; what else is wrong must not be repeated either.
    [{ job: { ...job, examples: 0, epochs: 10n, packing: endless } }, "out_of_range"],
    [{ job: { ...job, tokensPerExample: endless } }, "not_number"],
    [{ ownPrices: { rates: [10n] } }, "bad_overlay"],
    [{ prices: undefined }, "bad_prices"],
    [{ prices: [] }, "bad_prices"],
    [{ prices: "x" }, "bad_prices"],
    [{ prices: { providers: [{}] } }, "bad_prices"],
    [{ prices: { ...book([model()]), sha256: undefined } }, "bad_prices"],
    [{ prices: book([model({ offers: [{ method: "sft" } as never] })]) }, "bad_prices"],
    [{ prices: book([model({ rates: [{ ...rate("training", "3"), amount: 3 as never }] })]) }, "bad_prices"],
    ...["20261e300-23", "9007199254740993-10-23", "2026-02-30"].map((from) => [
      {
        traffic,
        prices: book([model({ status: [{ kind: "inference_off", from, source: "https://acme.example" } as never] })]),
      },
      "bad_prices",
    ]),
  ] as unknown as [Partial<Question>, string][])("%o is the problem %s, in one sentence", (more, kind) => {
    const answer = ask(more);
    const { problem, offers, refused } = answer;
    expect(JSON.parse(answerText(answer))).toEqual(answer);
    expect(problem?.reason.kind).toBe(kind);
    expect(problem?.sentence).toMatch(/^[A-Z"].*[.?]$/u);
    expect([offers, refused]).toEqual([[], []]);
  });

  it.each([undefined, null, 5, "x", []])("is one where the question is %j", (question) => {
    expect(estimate(question as never).problem?.sentence).toMatch(/^Question must be an object, not/u);
  });

  it("says what a price book lacks and where one is", () => {
    expect(ask({ prices: undefined as never }).problem?.sentence).toBe(
      'This is no price book: prices must be an object, not nothing. Give the "prices" of @tunecast/pricing.',
    );
    expect(ask({ prices: book([model({ offers: [{ method: "sft" } as never] })]) }).problem?.reason).toMatchObject({
      path: "prices.providers.0.models.0.offers.0.billing",
    });
  });

  it("takes a price book of a newer version, with fields that nobody knows yet", () => {
    expect(only(ask({ prices: book([model({ colour: "red" } as never)], { mood: 1 } as never) })).total.amount).toBe(
      "0.9",
    );
  });

  it("names the least value that makes sense, in one way", () => {
    const said = (more: object): unknown => ask({ job: { ...job, ...more } }).problem?.sentence;
    expect(said({ thinkingTurns: 1 })).toBe("Thinking turns must be at least 2, not 1.");
    expect(said({ hours: 0 })).toBe("Hours must be more than 0, not 0.");
    expect(said({ hours: -3 })).toBe("Hours must be more than 0, not -3.");
    expect(ask({ traffic: { ...traffic, months: -3 } }).problem?.sentence).toBe("Months must be more than 0, not -3.");
  });
});
