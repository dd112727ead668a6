import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import type { AxeResults } from "axe-core";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type BuiltPage, builtPage, enter, give, settled, soon } from "./builtPage.ts";

let built: BuiltPage;
let axe: string;
beforeAll(async () => {
  built = await builtPage();
  axe = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
});
afterAll(() => built?.close());

const pilots =
  "pilots=250%3A61.5%3A1.5%2C500%3A66.2%2C1000%3A69.4%2C2000%3A73.1&pilot-model=nova-micro&value-per-point=90";

/** Opens whatever is folded, one after another: a part that follows later may bring a fold of its own. */
async function unfold(page: Page): Promise<void> {
  const folded = page.locator("details:not([open]) > summary:visible");
  while ((await folded.count()) > 0) await folded.first().click();
}

const chat = (text: string): string =>
  `${JSON.stringify({
    messages: [
      { role: "user", content: text },
      { role: "assistant", content: "Yes." },
    ],
  })}\n`;

interface State {
  readonly fragment: string;
  readonly query?: string;
  readonly steps?: (page: Page) => Promise<void>;
}

/** What a person may have in front of them. */
const states: Readonly<Record<string, State>> = {
  "as it opens": { fragment: "" },
  "that says tune, all unfolded, every list open": {
    fragment: "#v=1&requests=3000000&months=12&rag=900&as-of=2026-11-24",
    steps: async (page) => {
      await unfold(page);
      for (const list of ["#offer", "#larger", "#on-cards"]) {
        await page.locator(list).focus();
        await expect.poll(() => page.locator(`${list} option`).count(), soon).toBeGreaterThan(3);
      }
    },
  },
  "that says don't, of a model that stops": { fragment: "#v=1&offer=openai%2Fgpt-4.1-mini-2025-04-14%3Asft" },
  "without traffic": { fragment: "#v=1&requests=" },
  "with a field to put right": { fragment: "#v=1&examples=&colour=red" },
  "with the offers unfolded": { fragment: "#v=1&door=offers&pins=aws-bedrock%2Fnova-micro%3Asft", steps: unfold },
  "with runs": { fragment: `#v=1&${pilots}&target=80&door=data` },
  "without runs, others' unfolded": { fragment: "#v=1&door=data", steps: unfold },
  "with files, good and bad": {
    fragment: "#v=1&door=data",
    steps: async (page) => {
      await give(
        page,
        { name: "rows.jsonl", text: chat("Hi") + chat("Where is it?") + "not json\n" },
        { name: "a.png", text: Buffer.from([0x89, 0x50, 0x4e, 0x47]) },
      );
      await page.locator(".findings").first().waitFor();
      await unfold(page);
    },
  },
  "with columns to name": {
    fragment: "",
    steps: async (page) => {
      await give(page, { name: "rows.csv", text: "first,second\na,b\n" });
      await page.locator(".map").waitFor();
    },
  },
  "with what is taken along unfolded": {
    fragment: "#v=1&door=take",
    steps: (page) => page.getByRole("button", { name: "Command", exact: true }).click(),
  },
  "as a card": { fragment: "#v=1&requests=90000", query: "?embed" },
};

describe("the page at 1280 and 390 pixels", () => {
  it.each(Object.entries(states))(
    "has no violations %s, light or dark",
    async (_name, { fragment, query = "", steps }) => {
      const context = await built.browser.newContext({ viewport: { width: 1280, height: 900 }, bypassCSP: true });
      const page = await context.newPage();
      await page.goto(built.url + query + fragment);
      await page.locator("#app[data-live]").waitFor({ state: "attached", timeout: soon.timeout });
      // Where a field has to be put right there are no figures yet.
      if (!fragment.includes("examples=&")) await settled(page);
      await page.locator("#answer > *").first().waitFor();
      await steps?.(page);
      await page.evaluate(axe);
      for (const width of [1280, 390]) {
        await page.setViewportSize({ width, height: 900 });
        const line = page.locator(".job-line[aria-expanded=false]");
        if (await line.isVisible()) await line.click();
        for (const colorScheme of ["light", "dark"] as const) {
          // Colours half-way between two schemes are nobody's.
          await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
          // The tree is the same in both: the second look is for what colours decide.
          const rules = colorScheme === "light" ? {} : { runOnly: ["color-contrast", "link-in-text-block"] };
          const { violations } = await page.evaluate(
            (asked) => (globalThis as unknown as { axe: { run: (_: object) => Promise<AxeResults> } }).axe.run(asked),
            rules,
          );
          expect(
            violations.map(
              ({ id, nodes }) =>
                `${width} ${colorScheme} ${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(" | ")}`,
            ),
          ).toEqual([]);
        }
      }
      await context.close();
    },
  );
});

describe("the keyboard", () => {
  it("reaches the fields in order, and shows at every stop where it is", async () => {
    const { page, close } = await built.open(`#v=1&${pilots}`);
    await settled(page);
    const ids: string[] = [];
    const unseen: string[] = [];
    for (;;) {
      await page.keyboard.press("Tab");
      const stop = await page.evaluate(() => {
        const active = document.activeElement;
        if (active === null || active === document.body) return null;
        // A hidden input shows its focus at the label around it, or at the word behind it.
        const shown = [active, active.closest("label"), active.nextElementSibling].filter((each) => each !== null);
        const { top, bottom } = (active.closest("label") ?? active).getBoundingClientRect();
        const isSeen =
          shown.some((each) => getComputedStyle(each).outlineStyle !== "none") && bottom > 0 && top < innerHeight;
        return { id: active.id, html: active.outerHTML.slice(0, 80), isSeen };
      });
      if (stop === null) break;
      ids.push(stop.id);
      if (!stop.isSeen) unseen.push(stop.html);
    }
    const fields = [
      "examples",
      "tokensPerExample",
      "requests",
      "inputTokens",
      "outputTokens",
      "saved",
      "offer",
      "ruler",
    ];
    expect(ids.filter((id) => fields.includes(id))).toEqual(fields);
    expect(unseen).toEqual([]);
    await close();
  });

  it("never makes the page wider than a small screen, from left or from right", async () => {
    const { page, close } = await built.open(`#v=1&${pilots}`, { viewport: { width: 320, height: 800 } });
    for (const door of ["Decide", "Offers", "Data", "Take along"] as const) {
      await enter(page, door);
      await settled(page);
      await page.locator("#answer > *").first().waitFor();
      await unfold(page);
      for (const dir of ["rtl", "ltr"]) {
        await page.evaluate((way) => (document.documentElement.dir = way), dir);
        const width = (): Promise<number> => page.evaluate(() => document.documentElement.scrollWidth);
        await expect.poll(async () => [door, dir, (await width()) <= 320], soon).toEqual([door, dir, true]);
      }
    }
    await close();
  });

  it("keeps the words of a sentence in their order from right to left", async () => {
    const { page, close } = await built.open("#v=1");
    await settled(page);
    await page.evaluate(() => (document.documentElement.dir = "rtl"));
    const placed = await page.locator("#figure-payback b").evaluate((shown) => {
      const at = (from: number, to: number): number => {
        const range = document.createRange();
        range.setStart(shown.firstChild ?? shown, from);
        range.setEnd(shown.firstChild ?? shown, to);
        return range.getBoundingClientRect().left;
      };
      const text = shown.textContent;
      return { text, isInOrder: at(0, 1) < at(text.length - 1, text.length) };
    });
    expect(placed.text).toMatch(/^\d+ \w+$/u);
    expect(placed.isInOrder).toBe(true);
    await close();
  });
});
