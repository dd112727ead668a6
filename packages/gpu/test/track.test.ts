import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Tracked, TrainingLog } from "../src/track/tracked.ts";
import type { SelfHostAnswer } from "../src/answer.ts";
import { selfHost } from "../src/selfHost.ts";
import { trackRun, type TrackChoice, paceOf } from "../src/track/track.ts";
import { explain } from "../../estimator/src/words/explain.ts";
import { trackedSentences } from "../src/words/tracked.ts";
import { book, rate } from "./book.ts";
import { csvRows } from "./csvRows.ts";
import { log, points } from "./trackedLog.ts";

const logs = csvRows(readFileSync(new URL("fixtures/logs.csv", import.meta.url), "utf8")).map((row) => ({
  source: row["source"] ?? "",
  isHeldOut: row["use"] === "held out",
  steps: Number(row["steps"]),
  points: (row["points"] ?? "").split(" ").map((point) => {
    const [step = 0, seconds = 0] = point.split(":").map(Number);
    return { step, seconds };
  }),
}));

/** Whether every entry from 5 % of the steps on projects a range that holds the end. */
function holds({ points, steps }: (typeof logs)[number]): boolean {
  const end = points.at(-1)?.seconds ?? 0;
  return points.every(({ step }, at) => {
    if (step < 0.05 * steps) return true;
    const { low, high } = paceOf(points.slice(0, at + 1), steps).whole;
    return end >= low && end <= high;
  });
}

describe("public logs, replayed entry by entry", () => {
  const heldOut = logs.filter(({ isHeldOut }) => isHeldOut);
  const used = logs.filter(({ isHeldOut }) => !isHeldOut);

  it("are those of fourteen runs that the range was made of, and of fifteen from ten others that it was not", () => {
    expect([used.length, heldOut.length]).toEqual([14, 15]);
    expect(new Set(heldOut.map(({ source }) => source)).size).toBe(10);
    expect(heldOut.filter(({ source }) => used.some((log) => log.source === source))).toEqual([]);
    for (const { points } of logs) expect(points.length).toBeGreaterThanOrEqual(9);
  });

  // Those outside: a long first evaluation that comes late, a slow first quarter.
  it("end inside the range from 5 % of their steps on: four of five, also of those that it was not made of", () => {
    expect(used.filter(holds).length).toBeGreaterThanOrEqual(11);
    expect(heldOut.filter(holds).length).toBeGreaterThanOrEqual(12);
  });

  it("end where they are projected once they are over", () => {
    for (const { points, steps } of logs) {
      const { whole } = paceOf(points, Math.min(steps, points.at(-1)?.step ?? steps));
      expect(whole.typical).toBeCloseTo(points.at(-1)?.seconds ?? 0, 6);
      expect([whole.low, whole.high]).toEqual([whole.typical, whole.typical]);
    }
  });
});

describe("the pace of a run", () => {
  const even = (steps: number, perStep: number): { step: number; seconds: number }[] =>
    Array.from({ length: steps / 10 }, (_, at) => ({ step: 10 * (at + 1), seconds: 10 * (at + 1) * perStep }));

  it("counts pauses apart, and those to come", () => {
    const paused = even(500, 2).map(({ step, seconds }) => ({ step, seconds: seconds + 60 * Math.floor(step / 100) }));
    const { perStep, pauses, whole } = paceOf(paused.slice(0, 25), 1000);
    expect(pauses).toEqual({ count: 2, seconds: 60 });
    expect(perStep).toBeCloseTo(2, 6);
    expect(whole.typical).toBeCloseTo(2000 + 10 * 60, 0);
  });

  it("is a range that holds the projection and never ends before now", () => {
    const gaps = fc.array(fc.tuple(fc.integer({ min: 1, max: 50 }), fc.double({ min: 0.01, max: 500, noNaN: true })), {
      minLength: 1,
      maxLength: 40,
    });
    fc.assert(
      fc.property(gaps, fc.integer({ min: 0, max: 5000 }), (list, left) => {
        let [step, seconds] = [0, 0];
        const points = list.map(([steps, time]) => ({ step: (step += steps), seconds: (seconds += time) }));
        const { whole } = paceOf(points, step + left);
        expect(whole.low).toBeGreaterThanOrEqual(seconds - 1e-9);
        expect(whole.typical).toBeGreaterThanOrEqual(whole.low - 1e-9);
        expect(whole.high).toBeGreaterThanOrEqual(whole.typical - 1e-9);
      }),
    );
  });
});

const priced = { ...book, rates: [rate("box", "H100 SXM", 8, "24", { cloud: "one" })] };

function estimate(data = { examples: 8000, tokensPerExample: 600 }): SelfHostAnswer {
  const answer = selfHost(
    { model: "llama-3.1-8b", method: "lora", framework: "torchtune", gpu: "h100-sxm-80", gpus: 8, data },
    priced,
  );
  if (!answer.ok) throw new Error(explain(answer.problem));
  return answer.value;
}

function tracked(more: Partial<TrainingLog>, choice: TrackChoice = {}): Tracked {
  const run = trackRun(estimate(), log(more), choice);
  if (!run.ok) throw new Error(explain(run.problem));
  return run.value;
}

const halfway = points([100, 360, 1_000_000, 2], [250, 900, 2_500_000, 1.5], [500, 1800, 5_000_000, 1.6]);

describe("trackRun", () => {
  it("says what is spent and what is to come, in hours and at the price of the offer", () => {
    const { hours, cost, loss, tokensPerSecond, factor, steps } = tracked({ points: halfway });
    expect(steps).toMatchObject({ done: 500, of: 1000 });
    expect(hours.spent).toBe(0.5);
    expect(hours.projected.typical).toBeCloseTo(1, 9);
    expect(cost).toMatchObject({ currency: "USD", perHour: "24", spent: "12", projected: { typical: "24" } });
    expect(Number(cost?.projected.low)).toBeGreaterThanOrEqual(12);
    expect(loss).toEqual({ first: 2, last: 1.6, lowest: 1.5 });
    // Seven figures are published.
    expect(tokensPerSecond).toBeCloseTo(5_000_000 / 1800, 3);
    const { throughput, gpus } = estimate();
    expect(factor).toBeCloseTo(5_000_000 / 1800 / (throughput.tokensPerSecondPerGpu * gpus), 5);
  });

  it("gives a speed that, measured, makes the next estimate as long as the run", () => {
    const before = estimate();
    const { tokensPerSecond } = tracked({ points: halfway });
    const again = selfHost(
      {
        model: "llama-3.1-8b",
        method: "lora",
        framework: "torchtune",
        gpu: "h100-sxm-80",
        gpus: 8,
        data: { examples: 10_000_000 / 500, tokensPerExample: 500 },
        measured: { tokensPerSecond: tokensPerSecond ?? 1 },
      },
      priced,
    );
    // 10 million tokens at the measured speed, and what evaluation and saving usually add.
    expect(again.ok && again.value.hours && again.value.hours.typical / 1.07).toBeCloseTo(1, 2);
    expect(before.calibration).toBeNull();
  });

  it("takes the tokens of the estimate's steps where the log has as many steps, and else none", () => {
    const bare = points([100, 360], [500, 1800]);
    expect(tracked({ points: bare }, { steps: 1000 }).factor).toBeGreaterThan(0);
    const other = tracked({ points: bare }, { steps: 3000 });
    expect([other.factor, other.notes[0]?.kind]).toEqual([null, "other_steps"]);
  });

  it("is done when its log is", () => {
    const { finished, hours } = tracked({ points: points([1000, 3600]), finished: true });
    expect([finished, hours.projected.low, hours.projected.high]).toEqual([true, 1, 1]);
  });

  it("takes the time that it is told where the log has no clock", () => {
    const bare = points([500, null]);
    expect(tracked({ points: bare }, { seconds: 1800 }).hours.projected.typical).toBeCloseTo(1, 9);
    const refused = trackRun(estimate(), log({ points: bare }));
    expect(refused.ok ? "" : explain(refused.problem)).toContain("--elapsed");
  });

  it.each([
    [{ points: [] }, {}, "has no step yet"],
    [{ points: halfway, steps: null }, {}, "how many steps"],
    [{ points: halfway, parameters: 70e9 }, {}, "the estimate of llama-3.1-8b"],
    [{ points: halfway }, { offer: "nowhere" }, 'no offer "nowhere"'],
  ] as const)("%j is refused with what to do", (more, choice, said) => {
    const run = trackRun(estimate(), log(more), choice);
    expect(run.ok ? "tracked" : explain(run.problem)).toContain(said);
  });

  it("refuses what is no estimate of a run", () => {
    const run = trackRun({ offers: [] } as unknown as SelfHostAnswer, log({ points: halfway }));
    expect(run.ok ? "tracked" : run.problem.kind).toBe("not_a_run_estimate");
  });

  it.each([
    ["no speed", { throughput: {} }],
    ["hours that are text", { hours: { low: "1", typical: "2", high: "3" } }],
    ["an offer without a price", { cost: { offers: [{ id: "x", gpu: "h100-sxm-80", gpus: 8, machines: 1 }] } }],
    ["no cards", { gpus: 0 }],
  ])("refuses an estimate that was changed by hand: %s", (_what, broken) => {
    const run = trackRun({ ...estimate(), ...broken } as unknown as SelfHostAnswer, log({ points: halfway }));
    expect(run.ok ? "tracked" : run.problem.kind).toBe("not_a_run_estimate");
  });

  it("is worded with the verdict first and the speed last", () => {
    const sentences = trackedSentences(tracked({ points: halfway, restarts: 1, unread: { lines: 1, first: 9 } }));
    expect(sentences[0]).toContain("llama-3.1-8b on 8 × h100-sxm-80: it will take");
    expect(sentences.join("\n")).toContain("Hours: 30 min spent, 1 h in all");
    expect(sentences.join("\n")).toContain("Line 9 cannot be read");
    expect(sentences.at(-1)).toContain("--measured tokens-per-second=2778");
  });
});
