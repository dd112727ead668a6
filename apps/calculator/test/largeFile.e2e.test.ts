import { rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type BuiltPage, builtPage, settled, soon } from "./builtPage.ts";
import { writeRows } from "./fileRows.ts";

let built: BuiltPage;
const big = join(tmpdir(), `calculator-${process.pid}-large.jsonl`);
beforeAll(async () => {
  built = await builtPage();
  await writeRows(big, 32_000_000);
});
afterAll(async () => {
  await built?.close();
  await rm(big, { force: true });
});

it("a large file shows its progress in the first screen while the page answers, and is cancelled at once", async () => {
  const { page, errors, close } = await built.open();
  await settled(page);
  await page.locator(".drop input[type=file]").setInputFiles(big);
  const bar = page.locator(".strip progress");
  await expect.poll(() => bar.evaluate((each) => (each as HTMLProgressElement).value), soon).toBeGreaterThan(0);
  expect((await bar.boundingBox())?.y).toBeLessThan(900);
  // The fields hold what was typed: the strip says what the figures take meanwhile.
  expect(await page.locator(".strip").innerText()).toMatch(/Until then the figures take about [\d,]+ examples of/u);
  await page.getByLabel("Requests a month", { exact: true }).fill("1234");
  await page.waitForURL(/requests=1234/u, soon);
  await page.getByRole("button", { name: "Cancel" }).click();
  await expect.poll(() => page.locator(".strip").count(), soon).toBe(0);
  await expect.poll(() => page.workers().length, soon).toBe(0);
  expect((await stat(big)).size).toBeGreaterThan(30_000_000);
  expect(errors).toEqual([]);
  await close();
}, 200_000);
