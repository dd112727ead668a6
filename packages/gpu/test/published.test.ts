import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { fingerprint } from "../bench/fingerprint.mjs";
import { csvRecords } from "@tunecast/estimator/rows";
import { constants } from "../src/physics/constants.ts";
import { measuredPairs, reaches } from "../src/physics/interval.ts";
import { trainingMemory } from "../src/physics/memory.ts";
import { stepTime } from "../src/physics/time.ts";
import { profiles } from "../src/run/profiles.ts";

type Rows = typeof import("../bench/selfhostRows.mjs");
type Measured = import("../bench/selfhostRows.mjs").Measured;

interface Figures {
  readonly rows: number;
  readonly sources: number;
  readonly byRow: number;
  readonly bySource: number;
  readonly within: number;
  readonly covered: number;
}

const bench: { constants: string; figures: Readonly<Record<string, Figures>> } = JSON.parse(
  readFileSync(new URL("../bench/selfhost.json", import.meta.url), "utf8"),
);
const figures = (name: string): Figures => {
  const found = bench.figures[name];
  if (found === undefined) throw new Error(`no figures of ${name}`);
  return found;
};

describe("the figures of bench/selfhost.json", () => {
  it("are those of these constants: run npm run bench:selfhost after a change", () => {
    expect(bench.constants).toBe(fingerprint([constants, profiles, reaches, measuredPairs]));
  });

  it("belong to constants that all have a meaning in bench/priors.json", () => {
    const { meanings } = JSON.parse(readFileSync(new URL("../bench/priors.json", import.meta.url), "utf8")) as {
      meanings: Readonly<Record<string, string>>;
    };
    expect(Object.keys(meanings).toSorted()).toEqual(Object.keys(constants).toSorted());
  });

  it.each([
    ["memory by source", 700],
    ["memory by framework", 700],
    ["speed by source", 900],
    ["speed by framework", 900],
    ["speed by generation of cards", 900],
  ])("hold, of %s, 75 to 88 %% of the left-out runs in the 80 %% interval", (name, least) => {
    const { rows, covered } = figures(name);
    expect(rows).toBeGreaterThan(least);
    expect(covered).toBeGreaterThanOrEqual(0.75);
    expect(covered).toBeLessThanOrEqual(0.88);
  });

  it("miss no goal", () => {
    const goals: readonly (readonly [string, keyof Figures, (value: number) => boolean])[] = [
      ...["memory by source", "memory by framework"].flatMap((name) => [
        [name, "within", (share: number) => share >= 0.85] as const,
        [name, "byRow", (off: number) => off <= 0.1] as const,
        [name, "bySource", (off: number) => off <= 0.1] as const,
      ]),
      ...["speed by source", "speed by framework", "speed by generation of cards"].flatMap((name) => [
        [name, "within", (share: number) => share >= 0.75] as const,
        [name, "bySource", (off: number) => off <= 0.15] as const,
      ]),
    ];
    const missed = goals.filter(([name, figure, isMet]) => !isMet(figures(name)[figure]));
    expect(missed.map(([name, figure]) => `${name}: ${figure}`)).toEqual([]);
  });

  it("hold at least 60 % of the runs of each group in their interval", () => {
    const groups = Object.keys(bench.figures).filter((name) => name.includes(","));
    expect(groups.length).toBeGreaterThanOrEqual(10);
    for (const name of groups)
      expect([name, figures(name).covered >= 0.6 || figures(name).rows < 5]).toEqual([name, true]);
  });

  it("say of few runs that they fit a card that was too small", () => {
    expect(Number(bench.figures["false fits"])).toBeLessThanOrEqual(0.01);
  });
});

const built = existsSync(new URL("../dist/run/run.js", import.meta.url));
if (!built) console.log("Skipped: the package is not built.");

describe.skipIf(!built)("runs of other public sources", () => {
  const fixture = (name: string): string => fileURLToPath(new URL(name, import.meta.url));

  async function errors(path: string): Promise<{ memory: number[]; speed: number[] }> {
    const rows: Rows = await import("../bench/selfhostRows.mjs");
    const runs = csvRecords(readFileSync(fixture(path), "utf8")).flatMap((row) => rows.measured(row) ?? []);
    const gib = (m: Measured): number =>
      trainingMemory(m.run, rows.viewOf(m.row), m.row["mem_kind"] === "card size" ? undefined : m.card).totalGiB;
    const speed = (m: Measured): number =>
      m.gpu ? stepTime(m.run, m.gpu, rows.lengthsOf(m)).tokensPerSecondPerGpu : Number.NaN;
    const off = (of: (m: Measured) => number, column: string) => (m: Measured) =>
      Math.abs(of(m) / Number(m.row[column]) - 1);
    return {
      memory: runs.filter(rows.hasMemory).map(off(gib, "mem_gib")),
      speed: runs.filter(rows.hasSpeed).map(off(speed, "tok_s_gpu")),
    };
  }

  const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

  it.each([
    // the runs, and how far their memory and speed are off in the mean at most
    ["fixtures/published.csv", 200, 0.1, 0.12],
    ["../bench/runs/runs-2026.csv", 130, 0.16, 0.3],
  ])("of %s", async (path, least, memoryOff, speedOff) => {
    const { memory, speed } = await errors(path);
    expect(memory.length).toBeGreaterThanOrEqual(least);
    expect(mean(memory)).toBeLessThan(memoryOff);
    expect(mean(speed)).toBeLessThan(speedOff);
  });
});
