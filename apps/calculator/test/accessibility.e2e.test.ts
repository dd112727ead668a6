import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import type { AxeResults } from "axe-core";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type BuiltPage, builtPage, settled, soon } from "./builtPage.ts";

let built: BuiltPage;
let axe: string;
beforeAll(async () => {
  built = await builtPage();
  axe = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
});
afterAll(() => built?.close());

const pilots = "pilots=250%3A61.5%3A1.5%2C500%3A66.2%2C1000%3A69.4%2C2000%3A73.1";

/** Opens whatever is folded, one after another: a part that follows later may bring a fold of its own. */
async function unfold(page: Page): Promise<void> {
  const folded = page.locator("details:not(.job):not([open]) > summary:visible");
  while ((await folded.count()) > 0) await folded.first().click();
}

/** What a person may have in front of them. */
const states: Readonly<Record<string, { readonly fragment: string; readonly steps?: (page: Page) => Promise<void> }>> =
  {
    opened: { fragment: "" },
    "with everything unfolded": {
      fragment: `#v=1&${pilots}&target=80`,
      steps: async (page) => {
        await page.locator(".quality-words").waitFor();
        await unfold(page);
        await page.locator(".offers .open").first().click();
        await page.locator(".opened .bill").waitFor();
        await page.locator(".refused li").first().waitFor();
      },
    },
    "with a field to put right": {
      fragment: "#v=1&examples=&colour=red&sort=colour",
    },
    "with a counted file": {
      fragment: "#v=1&offer=together%2Fllama-3.1-8b-instruct%3Asft-lora",
      steps: async (page) => {
        const buffer = Buffer.from('{"prompt":"a","completion":"b"}\n{"prompt":"a"}\nnot json\n');
        await page.locator(".your-file input[type=file]").setInputFiles({ name: "rows.jsonl", mimeType: "", buffer });
        await page.locator(".verdict .findings").waitFor();
      },
    },
    "with a validation file that nearly repeats it": {
      fragment: "",
      steps: async (page) => {
        const said = "Where is the parcel that was sent on Monday and that never came to our house?";
        const rows = (prompt: string): Buffer =>
          Buffer.from(`${JSON.stringify({ prompt, completion: "Near you." })}\n`);
        const file = { name: "rows.jsonl", mimeType: "", buffer: rows(said) };
        await page.locator(".your-file .drop input[type=file]").setInputFiles(file);
        await page.locator(".validation input[type=file]").setInputFiles({ ...file, buffer: rows(`${said} Tell me.`) });
        await page.locator(".repeats .findings").waitFor();
      },
    },
  };

describe.each([390, 1280])("the page, %d pixels wide", (width) => {
  it.each(Object.entries(states))("has no violations %s, light or dark", async (_name, { fragment, steps }) => {
    const { page, close } = await built.open(fragment, { viewport: { width, height: 900 }, bypassCSP: true });
    await page.evaluate(() => scrollTo(0, 400));
    await page.locator(".promise").waitFor();
    // Where a field has to be put right the figures stay those of before.
    if (!fragment.includes("examples=&")) await settled(page);
    await steps?.(page);
    await page.evaluate(axe);
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
          ({ id, nodes }) => `${colorScheme} ${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(" | ")}`,
        ),
      ).toEqual([]);
    }
    await close();
  });
});

/** Whether what has the focus shows it inside the window; figures that arrive late may move it for a moment. */
const isFocusSeen = (page: Page): Promise<boolean> =>
  page
    .waitForFunction(
      () => {
        const active = document.activeElement;
        if (active === null) return false;
        // A hidden input shows its focus at the label around it.
        const shown = [active, active.closest("label") ?? active];
        const { top, bottom } = (shown[1] ?? active).getBoundingClientRect();
        const visible = shown.some((each) => getComputedStyle(each).outlineStyle !== "none");
        return visible && bottom > 0 && top < innerHeight;
      },
      null,
      { timeout: 5000 },
    )
    .then(() => true)
    .catch(() => false);

describe("the keyboard", () => {
  it("reaches the fields in order, with a visible focus", async () => {
    const { page, close } = await built.open();
    await page.getByLabel("Examples", { exact: true }).focus();
    // Behind two of them stands what explains their word.
    const order = [
      "examples",
      "tokensPerExample",
      "",
      "epochs",
      "",
      "requests",
      "inputTokens",
      "outputTokens",
      "extra",
    ];
    for (const id of order) {
      const focused = (): Promise<object> =>
        page.evaluate(() => {
          const active = document.activeElement;
          return { id: active?.id, outline: active ? getComputedStyle(active).outlineStyle : "none" };
        });
      await expect.poll(focused, soon).toEqual({ id, outline: "solid" });
      await page.keyboard.press("Tab");
    }
    await close();
  });

  it("shows at every stop where it is", async () => {
    const { page, close } = await built.open(`#v=1&${pilots}`);
    await page.evaluate(() => scrollTo(0, 400));
    await page.locator(".quality-words").waitFor();
    await page.evaluate(() => scrollTo(0, 0));
    const unseen: string[] = [];
    let stops = 0;
    for (;;) {
      await page.keyboard.press("Tab");
      const stop = await page.evaluate(() => {
        const active = document.activeElement;
        return active === null || active === document.body ? null : active.outerHTML.slice(0, 80);
      });
      if (stop === null) break;
      stops += 1;
      if (!(await isFocusSeen(page))) unseen.push(stop);
    }
    expect(stops).toBeGreaterThan(40);
    expect(unseen).toEqual([]);
    await close();
  });

  it("never makes the page wider than a small screen", async () => {
    const { page, close } = await built.open(`#v=1&${pilots}`, { viewport: { width: 320, height: 800 } });
    await page.locator(".quality-words").waitFor();
    await settled(page);
    await unfold(page);
    await page.locator(".offers .open").first().click();
    await page.locator(".opened .bill").waitFor();
    await expect.poll(() => page.evaluate(() => document.documentElement.scrollWidth), soon).toBeLessThanOrEqual(320);
    await close();
  });
});
