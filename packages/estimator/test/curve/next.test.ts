import { describe, expect, it } from "vitest";
import { nextPilot, type NextPilot, type NextPilotQuestion } from "../../src/curve/design/next.ts";
import type { Pilot } from "../../src/curve/pilots/pilot.ts";
import { doubling } from "./fitted.ts";

const question: NextPilotQuestion = {
  examples: 2000,
  labelCost: "0.5",
  trainingCost: "0.02",
  valuePerPoint: "300",
  testSize: 500,
};

function asked(pilots: readonly Pilot[], changed: Partial<NextPilotQuestion> = {}): NextPilot {
  const answer = nextPilot(pilots, { ...question, ...changed });
  if (!answer.ok) throw new Error(answer.problem.kind);
  return answer.value;
}

describe("nextPilot", () => {
  const close = doubling([0.6, 0.66], 1000);

  it("advises a pilot where the decision is close and pilots are cheap", () => {
    const { run, weighed } = asked(close);
    expect(run).not.toBeNull();
    expect(Number(run!.worth)).toBeGreaterThan(Number(run!.cost));
    expect(weighed.map(({ n }) => n)).toEqual([250, 500, 1000, 2000]);
    expect(weighed.map(({ cost }) => cost)).toEqual(["5", "10", "20", "40"]);
  });

  it("stops where no outcome could change the decision", () => {
    const steep = doubling([0.3, 0.4, 0.5, 0.6], 250);
    const { run, decision } = asked(steep, { valuePerPoint: "1000000" });
    expect([run, decision.kind]).toEqual([null, "buy"]);
    const idle = asked(steep, { valuePerPoint: "1" });
    expect([idle.run, idle.decision]).toEqual([null, { kind: "stay", n: 2000, net: "0" }]);
  });

  it("stops where pilots cost more than they tell", () => {
    expect(asked(close, { trainingCost: "5" }).run).toBeNull();
  });

  it("trains on all that is at hand where the pilots were smaller", () => {
    const { decision } = asked(doubling([0.5, 0.6], 250), { valuePerPoint: "100", labelCost: "1000" });
    expect(decision).toMatchObject({ kind: "all", n: 2000 });
  });

  it("is the same however the score is written", () => {
    const percent = close.map(({ n, value }) => ({ n, value: 100 * value }));
    expect(Number(asked(percent).decision.net)).toBeCloseTo(Number(asked(close).decision.net), 3);
  });

  it("hands on what is wrong with pilots or prices", () => {
    expect(nextPilot(close.slice(1), question)).toMatchObject({ ok: false, problem: { kind: "too_few_pilots" } });
    expect(nextPilot(close, { ...question, labelCost: "-1" })).toMatchObject({
      ok: false,
      problem: { kind: "bad_dollars" },
    });
  });
});
