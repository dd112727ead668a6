import { describe, expect, it } from "vitest";
import type { SelfHostAnswer } from "../src/answer.ts";
import type { Tracked, TrainingLog } from "../src/track/tracked.ts";
import { paceOf, trackRun, type TrackChoice } from "../src/track/track.ts";
import { trackedSentences } from "../src/words/tracked.ts";
import { answer } from "./asked.ts";
import { book, rate } from "./book.ts";
import { log, points } from "./trackedLog.ts";

const rates = [
  rate("two-boxes", "h100-sxm-80", 8, "24", { cloud: "one" }),
  rate("other-card", "rtx-4090-24", 1, "0.5", { cloud: "two" }),
];
const estimate = answer({ method: "lora", framework: "torchtune", gpu: "h100-sxm-80", gpus: 8 }, { ...book, rates });
const outcome = (more: Partial<TrainingLog> = {}, choice: TrackChoice = {}, of: SelfHostAnswer = estimate): string => {
  const run = trackRun(of, log(more), choice);
  return run.ok ? "tracked" : run.problem.kind;
};
const tracked = (more: Partial<TrainingLog> = {}, choice: TrackChoice = {}, of: SelfHostAnswer = estimate): Tracked => {
  const run = trackRun(of, log(more), choice);
  if (!run.ok) throw new Error(run.problem.kind);
  return run.value;
};
const kinds = (more: Partial<TrainingLog>, choice: TrackChoice = {}): readonly string[] =>
  tracked(more, choice).notes.map(({ kind }) => kind);

describe("the pace of a run", () => {
  it("is that of its steps, and the range narrows towards the end", () => {
    const at = (step: number): ReturnType<typeof paceOf> =>
      paceOf(
        Array.from({ length: step / 10 }, (_, i) => ({ step: 10 * (i + 1), seconds: 20 * (i + 1) })),
        1000,
      );
    expect(at(500).perStep).toBe(2);
    expect(at(500).pauses).toBeNull();
    // Half of the steps are left: 1 − 0.5 + 0.05 of −6 % and of +40 %.
    expect(at(500).whole).toEqual({ low: 2000 * (1 - 0.06 * 0.55), typical: 2000, high: 2000 * (1 + 0.4 * 0.55) });
    // Of a hundredth of the steps √5 times what there would be.
    const room = (1 - 0.01 + 0.05) * Math.sqrt(5);
    expect(at(10).whole.high).toBeCloseTo(2000 * (1 + 0.4 * room), 9);
    expect(at(10).whole.low).toBeCloseTo(2000 * (1 - 0.06 * room), 9);
    expect(at(50).whole.high).toBeCloseTo(2000 * (1 + 0.4), 9);
  });

  const paused = (seconds: number, perStep = 2, every = 10): ReturnType<typeof paceOf> => {
    const times = Array.from({ length: 20 }, (_, i) => {
      const step = every * (i + 1);
      return { step, seconds: step * perStep + (i >= 10 ? seconds : 0) };
    });
    return paceOf(times, 40 * every);
  };

  // More than twice the usual time between two entries, more than five steps, and more than 3 seconds.
  it.each([
    [20, false],
    [21, true],
  ])("stood still for %d s over ten steps of 2 s: %s", (seconds, is) => {
    expect(paused(seconds).pauses).toEqual(is ? { count: 1, seconds } : null);
  });

  it("knows no pause in a hiccup of a fast run or of few steps", () => {
    expect(paused(2.9, 0.1).pauses).toBeNull();
    expect(paused(3.1, 0.1).pauses).toMatchObject({ count: 1 });
    expect(paused(9.9, 2, 2).pauses).toBeNull();
    expect(paused(10.1, 2, 2).pauses).toMatchObject({ count: 1 });
  });

  it("is usually that of the step in the middle: half of the steps, not of the entries", () => {
    const pauses = (...list: readonly (readonly [number, number])[]) => paceOf(points(...list) as never, 100).pauses;
    // Ten steps of 1 s, then ten of 3 s, which are more than twice as long as usual.
    expect(pauses([10, 10], [20, 40])).toEqual({ count: 1, seconds: 20 });
    expect(pauses([9, 9], [20, 42])).toBeNull();
    expect(pauses([9, 9], [10, 12], [11, 15], [20, 42])).toBeNull();
  });

  it("takes no start that is slow for a pause", () => {
    expect(paceOf(points([10, 500], [20, 520], [30, 540], [40, 560]) as never, 100).pauses).toBeNull();
  });

  // Of three pauses after each hundredth step, in logs that name a step before or after its pause.
  it.each([
    [300, 3, 2],
    [400, 4, 3],
    [450, 4, 4],
    [1000, 10, 9],
  ])("expects pauses at equal distances, and none behind the last step: of %d steps", (steps, within, behind) => {
    const typical = (pausesAt: (step: number) => number): number => {
      const times = Array.from({ length: 31 }, (_, i) => {
        const step = 10 * (i + 1);
        return { step, seconds: 2 * step + 60 * pausesAt(step) };
      });
      return paceOf(times.slice(0, steps === 300 ? 30 : 31), steps).whole.typical;
    };
    expect(typical((step) => Math.floor(step / 100))).toBeCloseTo(2 * steps + 60 * within, 6);
    expect(typical((step) => Math.floor((step - 1) / 100))).toBeCloseTo(2 * steps + 60 * behind, 6);
  });
});

describe("trackRun", () => {
  it("says what the run has spent and will spend, by the hour of all machines", () => {
    const { cost, hours, within, cards } = tracked({}, { steps: 1000 });
    expect(cards).toEqual({ gpu: "h100-sxm-80", gpus: 8 });
    expect(hours).toMatchObject({ spent: 0.5, projected: { typical: 1 }, estimated: estimate.hours });
    expect(cost).toMatchObject({ currency: "USD", perHour: "24", spent: "12", projected: { typical: "24" } });
    const [first] = estimate.cost?.offers ?? [];
    expect(cost?.estimated).toEqual({ low: first?.range.low, typical: first?.total.amount, high: first?.range.high });
    expect(within).toBe(1 >= (estimate.hours?.low ?? 0) && 1 <= (estimate.hours?.high ?? 0));
    const machines = (estimate.cost?.offers ?? []).map((offer) => ({ ...offer, machines: 2 }));
    const twice = { ...estimate, cost: estimate.cost && { ...estimate.cost, offers: machines } };
    expect(tracked({}, {}, twice).cost).toMatchObject({ perHour: "48", spent: "24" });
  });

  it("is within the estimate up to both of its ends", () => {
    const of = (low: number, high: number): boolean | null =>
      tracked({}, {}, { ...estimate, hours: { low, typical: 1, high } }).within;
    expect([of(1, 2), of(0.5, 1), of(0.5, 2), of(1.01, 2), of(0.5, 0.99)]).toEqual([true, true, true, false, false]);
    expect(tracked({}, {}, { ...estimate, hours: null }).within).toBeNull();
  });

  it("takes the offer that it is told, else the first with the same cards, else own cards, else no price", () => {
    const offers = estimate.cost?.offers ?? [];
    const [offer] = offers;
    expect(tracked({}, { offer: offer?.id ?? "" }).cost?.offer).toBe(offer?.id);
    const without = { ...estimate, cost: null };
    expect([tracked({}, {}, without).cost, kinds({})]).toEqual([null, ["other_steps"].slice(1)]);
    expect(tracked({}, {}, without).notes.map(({ kind }) => kind)).toEqual(["no_price"]);
    const other = offers.map((one) => ({ ...one, gpu: "a100-sxm-80" }));
    expect(
      tracked({}, {}, { ...estimate, cost: estimate.cost && { ...estimate.cost, offers: other } }).cost,
    ).toBeNull();
    expect(outcome({}, { offer: "nowhere" })).toBe("offer_not_there");
    expect(outcome({}, { offer: "nowhere" }, without)).toBe("offer_not_there");
  });

  it.each([
    [1.69, "tracked"],
    [1.71, "log_of_another_model"],
    [1 / 1.69, "tracked"],
    [1 / 1.71, "log_of_another_model"],
  ])("takes a log of %f times the parameters: %s", (times, kind) => {
    expect(outcome({ parameters: times * estimate.model.parameters })).toBe(kind);
  });

  it("needs an end: of the log, of a log that is over, or of who asks", () => {
    expect(outcome({ steps: null })).toBe("log_without_end");
    expect(tracked({ steps: null, finished: true }).steps).toEqual({ done: 500, of: 500, estimated: null });
    expect(tracked({ steps: null }, { steps: 800 }).steps).toEqual({ done: 500, of: 800, estimated: 800 });
  });

  it("is over with its last step, and its time is known then", () => {
    const over = tracked({ steps: 500 });
    expect([over.finished, over.hours.projected]).toEqual([true, { low: 0.5, typical: 0.5, high: 0.5 }]);
    expect(tracked({ steps: 501 }).finished).toBe(false);
    expect(tracked({ finished: true }).hours.projected.high).toBe(0.5);
  });

  it("leaves out entries without a time, and takes the stated one for the last alone", () => {
    const mixed = points([100, null], [250, 900], [500, null]);
    expect(tracked({ points: mixed }).hours.spent).toBe(0.25);
    expect(tracked({ points: mixed }, { seconds: 7200 }).hours.spent).toBe(0.25);
    expect(outcome({ points: points([500, null]) })).toBe("log_without_clock");
    expect(tracked({ points: points([250, null], [500, null]) }, { seconds: 7200 }).hours.spent).toBe(2);
  });

  it("has the speed of the log's tokens, else of the estimate's where the steps are as many", () => {
    const counted = tracked({ points: points([250, 900, 1_000_000], [500, 1800, 2_000_000]) });
    expect(counted.tokensPerSecond).toBeCloseTo(2_000_000 / 1800, 3);
    expect(tracked({ points: points([250, 900, 1_000_000], [500, 1800]) }).tokensPerSecond).toBeCloseTo(
      1_000_000 / (250 * 3.6),
      3,
    );
    const { throughput, gpus, input } = estimate;
    const perStep = throughput.tokensPerSecondPerGpu * gpus * throughput.stepSeconds * input.accumulation;
    expect(tracked({}, { steps: 1000 }).tokensPerSecond).toBeCloseTo(perStep / 3.6, 3);
    expect(tracked({}, { steps: 1000 }).factor).toBeCloseTo(perStep / 3.6 / throughput.tokensPerSecondPerGpu / gpus, 5);
    expect(tracked({}, { steps: 981 }).tokensPerSecond).not.toBeNull();
    expect(tracked({}, { steps: 979 }).tokensPerSecond).toBeNull();
    expect([tracked().tokensPerSecond, tracked().factor]).toEqual([null, null]);
  });

  it("notes what a reader should know", () => {
    expect(tracked({ points: points([49, 60]) }).notes).toEqual([{ kind: "early", percent: 4.9 }]);
    expect(kinds({ points: points([50, 60]) })).toEqual([]);
    expect(kinds({ points: points([49, 60]), finished: true })).toEqual([]);
    expect(kinds({}, { steps: 981 })).toEqual([]);
    expect(tracked({}, { steps: 970 }).notes).toEqual([{ kind: "other_steps", log: 1000, estimate: 970 }]);
    expect(tracked({ restarts: 2 }).notes).toEqual([{ kind: "restarted", times: 2 }]);
    expect(tracked({ unread: { lines: 2, first: 7 } }).notes).toEqual([{ kind: "cut", lines: 2, first: 7 }]);
  });

  it("has the first, the last and the lowest loss", () => {
    expect(tracked().loss).toBeNull();
    expect(tracked({ points: points([1, 1, null, 2], [2, 2], [3, 3, null, 0.5], [4, 4, null, 0.7]) }).loss).toEqual({
      first: 2,
      last: 0.7,
      lowest: 0.5,
    });
  });
});

describe("a tracked run in words", () => {
  const said = (...of: Parameters<typeof tracked>): string => trackedSentences(tracked(...of)).join("\n");

  it.each([
    [{ low: 0.5, typical: 1, high: 2 }, {}, "it will take as long as estimated."],
    [{ low: 0.5, typical: 1, high: 2 }, { finished: true }, "it took as long as estimated."],
    [
      { low: 0.1, typical: 0.4, high: 0.5 },
      {},
      "it will take 2.5 times as long as estimated, which is outside the range.",
    ],
    [{ low: 3, typical: 4, high: 5 }, { finished: true }, "it took 0.1 times as long as estimated"],
    [null, {}, "the estimate has no hours to hold it against."],
  ])("begins with the verdict beside %j", (hours, more, verdict) => {
    expect(said(more, {}, { ...estimate, hours })).toContain(`llama-3.1-8b on 8 × h100-sxm-80: ${verdict}`);
  });

  it("counts steps, with a digit where few are done", () => {
    expect(said({ points: points([99, 60]) })).toContain("Step 99 of 1,000 (9.9 %), by the log of TRL.");
    expect(said({ points: points([100, 60]) })).toContain("Step 100 of 1,000 (10 %)");
  });

  it("gives hours and minutes as the answers about cards do", () => {
    const spent = (seconds: number): string => said({ points: points([1000, seconds]) });
    expect(spent(1)).toContain("Hours: < 1 min,");
    expect(spent(1799)).toContain("Hours: 30 min,");
    expect(spent(3600)).toContain("Hours: 1 h,");
    expect(spent(99.9 * 3600)).toContain("Hours: 99.9 h,");
    expect(spent(1234 * 3600)).toContain("Hours: 1,234 h,");
    const hours = { low: 0.5, typical: 1, high: 2 };
    expect(said({}, {}, { ...estimate, hours })).toMatch(
      /Hours: 30 min spent, 1 h in all \(58 min to 1\.2 h\), 1 h estimated \(30 min to 2 h\)\./,
    );
  });

  it("gives what is spent, and what it comes to while the run goes on", () => {
    expect(said()).toMatch(
      /Money: \$12\.00 spent, \$24\.00 in all \(\$\d+\.\d\d to \$\d+\.\d\d\) at \$24\.00 an hour \(/,
    );
    expect(said({ finished: true })).toContain("Money: $12.00 at $24.00 an hour (");
    expect(said({}, {}, { ...estimate, cost: null })).not.toContain("Money:");
  });

  it("says how often the clock of a log began anew", () => {
    expect(said({ restarts: 1 })).toContain("The clock of the log began anew once: ");
    expect(said({ restarts: 2 })).toContain("The clock of the log began anew 2 times: ");
    expect(said({})).not.toContain("began anew");
  });

  it("tells pauses from steps", () => {
    const times = Array.from({ length: 20 }, (_, i): readonly [number, number] => [
      10 * (i + 1),
      20 * (i + 1) + (i >= 10 ? 65.4 : 0),
    ]);
    expect(said({ points: points(...times) })).toContain("1 pause of 65 s for evaluation or saving are in it.");
  });
});
