import { hardware, openModels, uncounted } from "@tunecast/pricing";
import { clouds, prices } from "@tunecast/pricing/history";
import { untuned } from "@tunecast/pricing/untuned";
import { writeFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import * as curve from "../../src/curve.ts";
import * as gpu from "../../../gpu/src/index.ts";
import * as engine from "../../src/index.ts";
import { machinesOn } from "../../src/prices.ts";
import { casesOf, ranged, storedCase } from "./cases.mjs";
import { fileOf, linesOf } from "./corpus.mjs";

const cards = { models: openModels, uncounted, hardware, rates: machinesOn(clouds, "2026-11-24") };
const cases = casesOf({ engine, gpu, curve }, { prices, untuned, cards }, ranged);

/** A change that is meant: `CORPUS=write npx vitest run …`, look at the difference, and say why in CHANGELOG.md. */
describe("the stored decisions, budgets, curves, runs and bad inputs", () => {
  const answers = cases.map((one) => storedCase(one, engine.explain));
  if (process.env["CORPUS"] === "write")
    writeFileSync(fileOf("cases.jsonl"), `${answers.map((one) => JSON.stringify(one)).join("\n")}\n`);
  const stored = linesOf("cases.jsonl");

  it("hold 500 bad inputs, each with its kind, path and sentence", () => {
    const bad = answers.filter(({ name, kind }) => name.startsWith("bad ") && kind !== undefined);
    expect(bad.length).toBeGreaterThanOrEqual(500);
    for (const { sentence } of bad) expect(sentence).toMatch(/\S/);
  });

  it("write each count of four digits and more in one way", () => {
    const bare =
      /(?<![\d,.-])\d{4,}(?= (?:bytes?|cards?|examples?|offers?|pictures?|places|records?|rows?|tokens?)\b)/u;
    const said = answers.map((one) => JSON.stringify(one));
    expect(said.filter((one) => bare.test(one)).map((one) => bare.exec(one)?.input.slice(0, 200))).toEqual([]);
    expect(said.filter((one) => /\d,\d{3}\b/u.test(one)).length).toBeGreaterThan(10);
  });

  it.each(["decision", "budget", "curve", "run", "bad"])("answer each %s as before", (group) => {
    const of = ({ name }: { readonly name: string }): boolean => name.startsWith(`${group} `);
    expect(answers.filter(of)).toEqual(stored.filter(of));
  });
});
