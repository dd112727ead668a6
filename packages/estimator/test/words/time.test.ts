import { describe, expect, it } from "vitest";
import { addDays } from "../../src/check/day.ts";
import { decide, estimate } from "../../src/index.ts";
import { offerReport } from "../../src/report.ts";
import { shownDay, spanText, timeText } from "../../src/text.ts";
import { fewShot, question, used } from "../plan/decided.ts";

describe("spanText", () => {
  it.each([
    ["1 day", "2 days", "1 to 2 days"],
    ["12 minutes", "26 minutes", "12 to 26 minutes"],
    ["18 months", "2.6 years", "18 months to 2.6 years"],
    ["less than a day", "3 days", "less than a day to 3 days"],
    ["3 weeks", "3 weeks", "3 weeks"],
  ])("from %s to %s", (from, to, span) => {
    expect(spanText(from, to)).toBe(span);
  });
});

describe("a time until it pays back", () => {
  it.each([
    [0, "less than a day"],
    [0.9, "less than a day"],
    [1.4, "2 days"],
    [11.2, "12 days"],
    [20.3, "21 days"],
    [23, "3 weeks"],
  ])("of %s days is counted in days that are over", (days, text) => {
    expect(timeText((days * 24) / 730)).toBe(text);
  });

  it("ends on the day that stands beside it", () => {
    const traffics = Array.from({ length: 90 }, (_, at) => 6000 + 1777 * at);
    const shown = traffics.flatMap((requestsPerMonth) => {
      const asked = { ...used({ requestsPerMonth }), ways: [fewShot] };
      return estimate(asked.question).offers.flatMap((offer) => {
        const { figures } = offerReport({ offer, asked, decision: decide(asked) });
        const payback = figures.find(({ id }) => id === "payback");
        const [found, days = 1] = /^(?:(\d+) days?|less than a day)$/u.exec(payback?.value ?? "") ?? [];
        return found === undefined ? [] : [{ days: Number(days), note: payback?.note }];
      });
    });
    expect(shown.length).toBeGreaterThan(50);
    for (const { days, note } of shown)
      expect(note).toBe(`on ${shownDay(addDays(question.asOf, days))} if you start on ${shownDay(question.asOf)}`);
  });

  it("lies within the range that stands beside it", () => {
    const traffics = Array.from({ length: 60 }, (_, at) => 6000 + 1777 * at);
    const spans = traffics.flatMap((requestsPerMonth) => {
      const { question: plain } = used({ requestsPerMonth });
      const ranged = { ...plain, job: { ...plain.job, epochs: { low: 3, typical: 3, high: 9 } } };
      const asked = { question: ranged, ways: [fewShot] };
      const [offer] = estimate(ranged).offers;
      if (offer === undefined) throw new Error("There is no offer.");
      const decision = decide(asked);
      const { headline } = offerReport({ offer, asked, decision });
      const [, days, low] = /in (\d+) days.* in (\d+) to \d+ days/u.exec(headline) ?? [];
      return days === undefined ? [] : [[Number(days), Number(low)] as const];
    });
    expect(spans.length).toBeGreaterThan(30);
    for (const [days, low] of spans) expect(low).toBeLessThanOrEqual(days);
  });
});
