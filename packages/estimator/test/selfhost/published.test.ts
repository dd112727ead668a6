import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, it } from "vitest";
import { trainingMemory } from "../../src/selfhost/memory.ts";
import { stepTime } from "../../src/selfhost/time.ts";
import { verdictOf } from "../../src/selfhost/verdict.ts";

type Rows = typeof import("../../bench/selfhostRows.mjs");
type Measured = import("../../bench/selfhostRows.mjs").Measured;

const data = process.env["TUNECAST_DATA"] ?? fileURLToPath(new URL("../../../../../shared/data", import.meta.url));
const path = `${data}/selfhost/measurements.csv`;
const built = existsSync(new URL("../../dist/selfhost/run.js", import.meta.url));
const ready = built && existsSync(path);
if (!ready) console.log(`Skipped: ${built ? `no published measurements at ${path}` : "the package is not built"}.`);

describe.skipIf(!ready)("published runs", () => {
  let rows: Rows;
  let runs: readonly Measured[];

  beforeAll(async () => {
    rows = await import("../../bench/selfhostRows.mjs");
    runs = rows.parseCsv(readFileSync(path, "utf8")).flatMap((row) => rows.measured(row) ?? []);
  });

  const gib = ({ row }: Measured): number => Number(row["mem_gib"]);
  const estimate = (m: Measured): number =>
    trainingMemory(m.run, rows.viewOf(m.row), m.row["mem_kind"] === "card size" ? Infinity : m.cardGiB).totalGiB;

  it("have their memory within 12 % by row, and 85 % of them within 20 %", () => {
    const score = rows.score(runs.filter(rows.hasMemory), estimate, gib);
    expect(score.rows).toBeGreaterThan(100);
    expect(score.mape).toBeLessThan(0.12);
    expect(score.within).toBeGreaterThanOrEqual(0.85);
  });

  it("are not said to fit a card that was too small", () => {
    const pairs = runs.filter(rows.hasMemory).flatMap((m) => [24, 40, 48, 80].map((card) => ({ m, card })));
    const wrong = pairs.filter(({ m, card }) => verdictOf(estimate(m), card) === "fits" && gib(m) > card);
    expect(wrong.length / pairs.length).toBeLessThanOrEqual(0.025);
  });

  it("have their speed within 16 % by source, and 75 % of them within 20 %", () => {
    const speed = (m: Measured): number =>
      m.gpu ? stepTime(m.run, m.gpu, rows.lengthsOf(m.row)).tokensPerSecondPerGpu : Number.NaN;
    const score = rows.score(runs.filter(rows.hasSpeed), speed, ({ row }) => Number(row["tok_s_gpu"]));
    expect(score.rows).toBeGreaterThan(300);
    expect(score.macro).toBeLessThan(0.16);
    expect(score.within).toBeGreaterThanOrEqual(0.75);
  });
});
