import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type BuiltPage, builtPage, soon } from "./builtPage.ts";

let built: BuiltPage;
beforeAll(async () => {
  built = await builtPage();
});
afterAll(() => built?.close());

const day = "as-of=2026-11-24";

/** Whether the content of the first such element is no wider than the element. */
function fits(page: Page, selector: string): Promise<boolean> {
  return page
    .locator(selector)
    .first()
    .evaluate((element) => element.scrollWidth <= element.clientWidth);
}

async function unfoldBill(page: Page): Promise<void> {
  await page.getByText("How these figures come about").click();
  await page.locator(".how .bill").waitFor();
}

describe("on a desk", () => {
  it("the bill is read whole, the source of each rate included", async () => {
    const { page, close } = await built.open(`#v=1&${day}&offer=tinker%2Fqwen3.5-9b%3Asft-lora`);
    await unfoldBill(page);
    expect(await fits(page, ".how .bill .scroll")).toBe(true);
    expect(await page.locator(".how .bill").textContent()).toContain("$1.463 per 1M tokens");
    await close();
  });
});

describe("at 400 % zoom", () => {
  it("the total of every offer is in sight beside its name", async () => {
    const { page, close } = await built.open(`#v=1&${day}`, { viewport: { width: 320, height: 800 } });
    await page.evaluate(() => scrollTo(0, 600));
    await page.locator(".offers td.total").first().waitFor();
    const cut = await page.locator(".offers").evaluate((section) => {
      const edge = section.querySelector(".scroll")?.getBoundingClientRect().right ?? 0;
      return [...section.querySelectorAll("td.total")].filter((cell) => cell.getBoundingClientRect().right > edge)
        .length;
    });
    expect(cut).toBe(0);
    await close();
  });
});

describe("on paper", () => {
  it("says how many of the offers it shows, holds nothing to press, and no part is empty or wider than the sheet", async () => {
    const { page, close } = await built.open(`#v=1&${day}`, { viewport: { width: 720, height: 1000 } });
    await page.evaluate(() => scrollTo(0, 600));
    await page.locator(".offers td.total").first().waitFor();
    await page.evaluate(() => dispatchEvent(new Event("beforeprint")));
    await page.locator(".how .bill").waitFor();
    await page.emulateMedia({ media: "print" });
    await expect.poll(() => page.locator(".offers .hint").innerText(), soon).toMatch(/^12 of \d+ offers/u);
    expect(await page.locator("button:visible:not(.open):not(thead button), .button:visible").count()).toBe(0);
    for (const part of [".your-file", ".own-prices", "section.quality"])
      expect([part, await page.locator(part).isVisible()]).toEqual([part, false]);
    expect(await page.locator(".offers th.quality").isVisible()).toBe(true);
    for (const part of [".how .bill .scroll", ".offers > .scroll", ".budget .scroll"])
      expect([part, await fits(page, part)]).toEqual([part, true]);
    await close();
  });
});
