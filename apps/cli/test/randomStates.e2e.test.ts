import { readFile } from "node:fs/promises";
import fc from "fast-check";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { encodeAddress } from "../../calculator/src/question/address.ts";
import { type BuiltPage, builtPage, give, soon, wholeCount } from "../../calculator/test/builtPage.ts";
import { randomState } from "../../calculator/test/randomState.ts";
import { chatRows, runOver } from "./host.ts";

const state = randomState("2024-09-10", "2025-06-01", "2026-04-20", "2026-11-24");

const csvRows = ["prompt,completion", ...Array.from({ length: 40 }, (_, n) => `"What is ${n}?","It is ${n}, ${n}."`)];
/** Each with so many of the states; the first without a file. */
const files = [
  { name: "", text: "", states: 15 },
  { name: "rows.jsonl", text: chatRows(60), states: 5 },
  { name: "table.csv", text: `${csvRows.join("\n")}\n`, states: 5 },
] as const;

let built: BuiltPage;
beforeAll(async () => {
  built = await builtPage();
});
afterAll(() => built?.close());

it("25 random states, files included, give the command's JSON, CSV and FOCUS", async () => {
  const { page, errors, close } = await built.open("#v=1&door=take&as-of=2026-11-24");
  const states = fc.sample(state, { numRuns: 25, seed: 11 });
  let same = 0;
  for (const { name, text, states: asked } of files) {
    if (name !== "") {
      await page.evaluate(() => (location.hash = "#v=1&door=data&as-of=2026-11-24"));
      await give(page, { name, text });
      // The strip of the file before is not busy, either.
      await page.locator(".strip", { hasText: name }).waitFor(soon);
      await wholeCount(page);
    }
    for (const inputs of states.splice(0, asked)) {
      const fragment = `${encodeAddress(inputs)}&door=take`;
      await page.evaluate((hash) => (location.hash = hash), fragment);
      await expect.poll(() => page.locator("#link").inputValue(), soon).toContain(`requests=${inputs.requests ?? ""}&`);
      const { argv, offer } = await commandOf(page);
      const told = async (...more: string[]): Promise<string> =>
        (await runOver(name === "" ? {} : { [name]: text }, ...argv, ...more)).stdout;
      expect(await saved(page, "JSON"), fragment).toBe(await told("--format", "json"));
      expect(await saved(page, "CSV"), fragment).toBe(await told("--format", "csv"));
      expect(await saved(page, "FOCUS"), fragment).toBe(await told("--format", "focus", "--model", offer));
      same += 1;
    }
  }
  console.log(`${same} of 25 states: JSON, CSV and FOCUS equal the command's.`);
  expect(same).toBe(25);
  expect(errors).toEqual([]);
  await close();
}, 600_000);

async function saved(page: Page, name: string): Promise<string> {
  const download = page.waitForEvent("download");
  await page.getByRole("button", { name, exact: true }).click();
  return readFile(await (await download).path(), "utf8");
}

/** The command that the page offers, and the offer that its link names. */
async function commandOf(page: Page): Promise<{ argv: readonly string[]; offer: string }> {
  const code = page.locator(".code pre");
  if ((await code.count()) === 0) await page.getByRole("button", { name: "Command", exact: true }).click();
  // FOCUS can be saved once the figures are those of the question.
  await page.getByRole("button", { name: "FOCUS", exact: true, disabled: false }).waitFor({ timeout: soon.timeout });
  const link = new URL(await page.locator("#link").inputValue());
  const offer = new URLSearchParams(link.hash.slice(1)).get("offer") ?? "";
  return { argv: (await code.innerText()).replaceAll(" \\\n", " ").split(/\s+/u).slice(2), offer };
}
