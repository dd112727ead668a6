import { readFile } from "node:fs/promises";
import { checkFor } from "@tunecast/dataset";
import { prices } from "@tunecast/pricing";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { otherEngines } from "../../../.config/browser.mjs";
import { rulesOf } from "../src/state/takes.ts";
import { answerOf, type BuiltPage, builtPage, settled, soon, wholeCount } from "./builtPage.ts";
import { Walk } from "./walk.ts";

const engines = [
  { name: "chromium", launch: null },
  ...otherEngines().flatMap(({ name, launch, how }) => {
    if (launch !== null) return [{ name, launch }];
    console.log(`Skipped: the stories in ${name}, which is not installed (${how}).`);
    return [];
  }),
];

const rows = Buffer.from(
  Array.from({ length: 40 }, (_, at) =>
    JSON.stringify({
      messages: [
        { role: "user", content: `Where is parcel ${at}? It was sent on day ${at} of the month and never came.` },
        { role: "assistant", content: `Parcel ${at} is in the sorting centre and comes on day ${at + 3}.` },
      ],
    }),
  ).join("\n"),
);

let built: BuiltPage;
beforeAll(async () => {
  built = await builtPage();
});
afterAll(() => built?.close());

describe.each(engines)("in $name", ({ name, launch }) => {
  let browser: Browser;
  beforeAll(async () => {
    browser = launch === null ? built.browser : await launch();
  });
  afterAll(() => (launch === null ? undefined : browser?.close()));

  async function open(
    fragment: string,
    options: BrowserContextOptions,
    day = "2026-11-25",
  ): Promise<{ page: Page; walk: Walk }> {
    // Only Chromium knows these permissions by name; the others let a pressed button copy.
    const permissions = name === "chromium" ? ["clipboard-read", "clipboard-write"] : [];
    const context = await browser.newContext({ ...options, permissions });
    const page = await context.newPage();
    await page.clock.setFixedTime(new Date(`${day}T10:00:00`));
    // What is copied is read from here: not every engine lets a page read the clipboard.
    await page.addInitScript(() => {
      Object.assign(navigator.clipboard, {
        writeText: (text: string) => Promise.resolve(Object.assign(globalThis, { copied: text })),
      });
    });
    await page.goto(built.url + fragment);
    await page
      .getByRole("heading", { level: 2, name: "Take it along" })
      .waitFor({ state: "attached", timeout: 90_000 });
    await settled(page);
    return { page, walk: new Walk(page) };
  }

  const copied = async (page: Page): Promise<string> => {
    const text = (): Promise<string> => page.evaluate(() => (globalThis as { copied?: string }).copied ?? "");
    await expect.poll(text, soon).not.toBe("");
    return text();
  };

  it("a manager goes from nothing to a link that says the same on a later day", async () => {
    const { page, walk } = await open("", { viewport: { width: 390, height: 844 } });
    await page.context().setOffline(true);
    await walk.press(/examples × /u);
    await walk.fill("Examples", "12000");
    await walk.fill("Requests a month", "90k");
    await walk.press(/examples × /u);
    await settled(page);
    const figures = await Promise.all(
      ["Train once", "Each month", "Pays for itself in"].map((label) => answerOf(page, label)),
    );
    for (const figure of figures) expect(figure).toMatch(/\d|never|unknown/u);
    await walk.press("Copy link");
    console.log(`${name}, manager at 390 px: ${walk.told} to the link.`);
    expect(walk.screens).toBeLessThanOrEqual(1);
    const link = await copied(page);
    const sentence = await page.locator(".sentence").textContent();
    await page.context().close();

    const later = await open(link.slice(link.indexOf("#")), { viewport: { width: 390, height: 844 } }, "2026-12-20");
    await expect.poll(() => later.page.locator(".sentence").textContent(), soon).toBe(sentence);
    await expect.poll(() => later.page.title(), soon).toBe(sentence);
    await later.page.context().close();
  });

  it("an engineer goes from a file to the cheapest offer whose check accepts it, and to the command", async () => {
    const { page, walk } = await open("", { viewport: { width: 1280, height: 900 } });
    await page.getByLabel("Count your file").first().setInputFiles({ name: "rows.jsonl", mimeType: "", buffer: rows });
    await wholeCount(page);
    await page.context().setOffline(true);
    const takes = (): Promise<string[]> => page.locator("td.takes").allInnerTexts();
    await page.locator("td.takes").first().waitFor({ timeout: soon.timeout });
    await expect.poll(takes, soon).not.toContain("not checked yet");
    await walk.press("Takes my file");
    await expect.poll(async () => [...new Set(await takes())], soon).toEqual(["as it is"]);
    const row = page.locator(".offers tbody tr").first();
    await row.getByRole("button").first().click();
    walk.clicks += 1;
    const id = await page.locator(".offers .detail code").first().innerText();
    const toTop = page.getByRole("button", { name: "Show it at the top" });
    if (await toTop.isVisible()) await walk.press("Show it at the top");
    await settled(page);
    await expect.poll(() => page.getByText("Takes your file as it is").count(), soon).toBe(1);
    const rules = rulesOf(id, prices);
    if (rules === null) throw new Error(`${id} publishes no rules.`);
    const report = await checkFor(rules, chunks(rows), { name: "rows.jsonl" });
    expect(report.ok && report.value.verdict).not.toBe("error");
    await walk.press("Copy as command");
    const command = await copied(page);
    expect(command).toMatch(/^npx tunecast estimate \\\n {2}rows\.jsonl/u);
    expect(command).toContain(`--model ${id}`);
    console.log(`${name}, engineer at 1280 px: ${walk.told} from the file to the command for ${id}.`);
    await page.context().close();
  });

  it("an analyst goes from the price form to an export in euros", async () => {
    const { page, walk } = await open("", { viewport: { width: 1280, height: 900 } });
    await page.context().setOffline(true);
    const dollars = await answerOf(page, "Train once");
    await walk.press("Add an exchange rate");
    await walk.fill("is worth", "0.5");
    await walk.fill("Source", "our bank");
    await expect.poll(() => answerOf(page, "Train once"), soon).toMatch(/^€/u);
    await expect
      .poll(async () => Number((await answerOf(page, "Train once")).slice(1)), soon)
      .toBeCloseTo(Number(dollars.slice(1)) / 2, 2);
    await walk.press("Add a discount");
    await walk.fill("Percent off", "10");
    await page.getByRole("group", { name: "Discount" }).getByLabel("Source").fill("contract 7");
    walk.fields += 1;
    await expect
      .poll(async () => Number((await answerOf(page, "Train once")).slice(1)), soon)
      .toBeCloseTo(Number(dollars.slice(1)) * 0.45, 2);
    const download = page.waitForEvent("download");
    await walk.press("Download CSV");
    const csv = await readFile(await (await download).path(), "utf8");
    expect(csv).toContain(",EUR,");
    expect(csv).not.toContain(",USD,");
    console.log(`${name}, analyst at 1280 px: ${walk.told} from the form to the export.`);
    await page.context().close();
  });
});

async function* chunks(bytes: Uint8Array): AsyncGenerator<Uint8Array, void, undefined> {
  yield bytes;
}
