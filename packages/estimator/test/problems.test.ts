import { describe, expect, it } from "vitest";
import { type Question } from "../src/index.ts";
import { ask, job, only, traffic } from "./ask.ts";

it("takes a field that is there but undefined as one left out", () => {
  const absent = { profile: undefined, epochs: undefined, validation: undefined };
  const asked = { job: { ...job, ...absent, stages: [{ ...job, ...absent }] }, traffic: undefined } as unknown;
  const [offer, usual] = [
    ask(asked as Partial<Question>),
    ask({ job: { ...job, stages: [{ examples: 1000, tokensPerExample: 100 }] } }),
  ].map(only);
  expect(offer).toEqual(usual);
});

describe("a question that cannot be answered", () => {
  it.each([
    [{ job: { ...job, epochs: 0 } }, "out_of_range"],
    [{ job: { ...job, epochs: 1.5 } }, "not_whole"],
    [{ job: { examples: -1, tokensPerExample: 10 } }, "out_of_range"],
    [{ job: { examples: 2.5, tokensPerExample: 10 } }, "not_whole"],
    [{ job: { examples: 1, tokensPerExample: Number.NaN } }, "not_number"],
    [{ job: { examples: 1, tokensPerExample: 0 } }, "out_of_range"],
    [{ asOf: "2026-02-30" }, "bad_day"],
    [{ job: { ...job, stages: [{ examples: 0, tokensPerExample: 1 }] } }, "out_of_range"],
    [{ traffic: { ...traffic, cachedInputTokens: 901 } }, "out_of_range"],
    [{ traffic: { ...traffic, batchShare: 1.5 } }, "out_of_range"],
    [{ traffic: { ...traffic, deployedHoursPerMonth: 1000 } }, "out_of_range"],
    [{ traffic: { ...traffic, deployedHoursPerMonth: 731 } }, "out_of_range"],
    [{ traffic: { ...traffic, deployedHoursPerMonth: 720.5 }, hoursPerMonth: 720 }, "out_of_range"],
    [{ traffic: { ...traffic, months: 100_000 } }, "out_of_range"],
    [{ asOf: "9999-12-31", traffic }, "out_of_range"],
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
    [{ hoursPerMonth: "730" }, "not_number"],
    [{ job: { ...job, epochs: { toString: 1 } } }, "not_whole"],
    [{ traffic: { ...traffic, months: { valueOf: 1, toString: null } } }, "not_number"],
    [{ asOf: { toString: 1 } }, "bad_day"],
  ] as unknown as [Partial<Question>, string][])("%j is the problem %s, in one sentence", (more, kind) => {
    const { problem, offers, refused } = ask(more);
    expect(problem?.reason.kind).toBe(kind);
    expect(problem?.sentence).toMatch(/^[A-Z"].*[.?]$/u);
    expect([offers, refused]).toEqual([[], []]);
  });
});
