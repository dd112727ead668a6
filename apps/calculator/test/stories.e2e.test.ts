import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { otherEngines } from "../../../.config/browser.mjs";
import { answerOf, type BuiltPage, builtPage, enter, give, settled, soon, verdictOf, wholeCount } from "./builtPage.ts";
import { Walk } from "./walk.ts";

const engines = [
  { name: "chromium", launch: null },
  ...otherEngines().flatMap(({ name, launch, how }) => {
    if (launch !== null) return [{ name, launch }];
    console.log(`Skipped: the stories in ${name}, which is not installed (${how}).`);
    return [];
  }),
];

const rows = Array.from({ length: 40 }, (_, at) =>
  JSON.stringify({
    messages: [
      { role: "user", content: `Where is parcel ${at}? It was sent on day ${at} of the month and never came.` },
      { role: "assistant", content: `Parcel ${at} is in the sorting centre and comes on day ${at + 3}.` },
    ],
  }),
).join("\n");

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
    day = "2026-11-26",
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
      // So is what is saved: over WebDriver BiDi no download is told.
      const address = URL.createObjectURL.bind(URL);
      URL.createObjectURL = (saved) => address(Object.assign(globalThis, { saved }).saved);
    });
    await page.goto(built.url + fragment);
    await page.locator("#app[data-live]").waitFor({ state: "attached", timeout: 90_000 });
    await settled(page);
    return { page, walk: new Walk(page) };
  }

  const copied = async (page: Page): Promise<string> => {
    const text = (): Promise<string> => page.evaluate(() => (globalThis as { copied?: string }).copied ?? "");
    await expect.poll(text, soon).not.toBe("");
    return text();
  };

  it("a manager goes from nothing to a yes or no, and a link that says the same on a later day", async () => {
    const { page, walk } = await open("", { viewport: { width: 390, height: 844 } });
    await walk.press(/examples, /u);
    await walk.fill("Examples", "12000");
    await walk.fill("Requests a month", "90k");
    await walk.press(/^Your job/u);
    const verdict = await verdictOf(page);
    expect(verdict).toMatch(/^(?:Tune|Don’t tune)/u);
    await walk.press("Copy link");
    console.log(`${name}, manager at 390 px: ${walk.told} to the link.`);
    expect(walk.screens).toBeLessThanOrEqual(1);
    expect(walk.clicks + walk.fields).toBeLessThanOrEqual(8);
    const link = await copied(page);
    await page.context().close();

    const later = await open(link.slice(link.indexOf("#")), { viewport: { width: 390, height: 844 } }, "2026-12-20");
    await expect.poll(() => verdictOf(later.page), soon).toBe(verdict);
    await later.page.context().close();
  });

  it("an engineer goes from a file to the offer that takes it, and to the command", async () => {
    const { page, walk } = await open("", { viewport: { width: 1280, height: 900 } });
    await give(page, { name: "rows.jsonl", text: rows });
    await wholeCount(page);
    await expect.poll(() => page.locator(".strip").innerText(), soon).toMatch(/takes it (?:as it is|once converted)/u);
    await walk.press("Take along", "link");
    await walk.press("Command");
    const command = await page.locator(".code").innerText();
    expect(command).toMatch(/^npx tunecast estimate \\\n {2}rows\.jsonl/u);
    console.log(`${name}, engineer at 1280 px: ${walk.told} from the file to the command.`);
    await page.context().close();
  });

  it("an analyst goes from the price form to an export in euros", async () => {
    const { page, walk } = await open("#v=1&offer=aws-bedrock%2Fnova-micro%3Asft&door=offers", {
      viewport: { width: 1280, height: 900 },
    });
    await page.getByText("Your own prices").click();
    await walk.press("Add an exchange rate");
    await walk.fill("is worth", "0.5");
    await walk.fill("Source", "our bank");
    await enter(page, "Decide");
    await expect.poll(() => answerOf(page, "start"), soon).toBe("€7.44");
    await enter(page, "Take along");
    await walk.press("CSV");
    const csv = await page.evaluate(() => (globalThis as { saved?: Blob }).saved?.text() ?? "");
    expect(csv).toContain(",EUR,");
    expect(csv).not.toContain(",USD,");
    console.log(`${name}, analyst at 1280 px: ${walk.told} from the form to the export.`);
    await page.context().close();
  });
});
