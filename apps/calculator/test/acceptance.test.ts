import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { checkFor, countRules, profileBytes } from "@tunecast/dataset";
import { ok } from "@tunecast/estimator/problem";
import { fileRulesFor } from "@tunecast/estimator/prices";
import { prices } from "@tunecast/pricing/history";
import { describe, expect, it } from "vitest";
import { dataFolder } from "../../../.config/sharedData.mjs";
import { rulesOf } from "../src/state/offers/acceptance.ts";
import { chunksOf } from "../src/tokens/worker/counting.ts";
import type { CheckAll } from "../src/tokens/fileVerdicts.ts";
import type { CountFile } from "../src/tokens/fileCount.ts";
import { atOnce, calculatorAt } from "./calculatorAt.ts";

const folder = join(dataFolder, "datasets");
const hasData = existsSync(folder);
if (!hasData) console.log(`Skipped: whether offers take the shared data sets, since ${folder} does not exist.`);

/** Files of the data sets up to this size: a check of each offer reads all of it. */
const mostBytes = 400_000;
const files = hasData
  ? readdirSync(folder, { recursive: true, encoding: "utf8" })
      .filter((path) => /\.(?:jsonl|json|csv|ndjson)$/u.test(path) && statSync(join(folder, path)).size <= mostBytes)
      .sort()
  : [];

const countFile: CountFile = async (file) => {
  const rules = await countRules(["plain/o200k_base"]);
  if (!rules.ok) return rules;
  const profile = await profileBytes(chunksOf(file), { name: file.name, rules: rules.value });
  return profile.ok ? ok({ profile: profile.value, findings: [], missed: [] }) : profile;
};

const checkAll: CheckAll = async ({ file, name, rules }, { onReport }) => {
  for (const [at, one] of rules.entries()) {
    const report = await checkFor(one, chunksOf(file), { name });
    if (report.ok) onReport(at, report.value);
  }
};

/** The page once the file is counted and its verdicts are there. */
async function pageWith(path: string) {
  const calculator = calculatorAt("", countFile, undefined, checkAll);
  const file = new File([readFileSync(join(folder, path))], path.split("/").at(-1) ?? path);
  await calculator.form.file.use(file);
  await calculator.follow({ yieldToMain: atOnce, afterPaint: atOnce });
  const offers = calculator.table.listed.value.slice(0, 40);
  const before = offers.filter((offer) => calculator.acceptanceOf(offer) === "as_it_is");
  const asked = offers.flatMap(({ id }) => {
    const rules = rulesOf(id, prices);
    return rules === null ? [] : [{ id, rules }];
  });
  await calculator.verdicts.ask({ file, name: file.name, validation: null, columns: undefined }, asked);
  return { calculator, file, offers, before };
}

describe.skipIf(!hasData)("an offer that is named as taking a file", () => {
  it.each(files)("has a check that takes it: %s", async (path) => {
    const { calculator, file, offers, before } = await pageWith(path);
    // Nothing is promised before a check has run.
    expect(before).toEqual([]);
    const said = new Map<string, string>();
    for (const offer of offers.filter((each) => calculator.acceptanceOf(each) === "as_it_is")) {
      const rules = rulesOf(offer.id, prices);
      // The check as the command makes it: by provider and model.
      const asked = fileRulesFor(prices, rules?.check ?? "", offer.model);
      if (!asked.ok || asked.value === null) throw new Error(`There are no rules for ${offer.id}.`);
      const key = `${rules?.check} ${offer.model}`;
      if (!said.has(key)) {
        const report = await checkFor(asked.value, chunksOf(file), { name: file.name });
        said.set(key, report.ok ? report.value.verdict : "not checked");
      }
      expect([offer.id, said.get(key)]).not.toEqual([offer.id, "error"]);
    }
    const { offer } = calculator.choice.value;
    if (offer === null) return;
    // Where an offer that anybody can order takes the file, as it is or converted, the page opens with none that refuses it.
    const taking = offers.some((each) => calculator.acceptanceOf(each) === "as_it_is" && each.status.kind === "open");
    expect([taking, calculator.acceptanceOf(offer)]).not.toEqual([true, "refuses"]);
  });
});
