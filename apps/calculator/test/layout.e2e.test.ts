import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { answerOf, type BuiltPage, builtPage, soon } from "./builtPage.ts";

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

describe("on a desk", () => {
  it("both bills are read whole, the source of each rate included", async () => {
    const { page, close } = await built.open(`#v=1&${day}`);
    await page.evaluate(() => scrollTo(0, 800));
    // The bill of what tuning replaces follows the answers.
    await expect.poll(() => page.locator(".bills .bill").count(), soon).toBe(2);
    for (const part of [".bills .bill", ".offers .table"])
      await expect.poll(async () => [part, await fits(page, part)], soon).toEqual([part, true]);
    await expect.poll(() => page.locator(".bills .bill").first().getByRole("link").count(), soon).toBeGreaterThan(1);
    await close();
  });

  it("the sentence, the four answers, the fields and both pictures stand in the first screen", async () => {
    const { page, close } = await built.open(`#v=1&${day}`);
    await page.locator(".charts > section").nth(1).waitFor();
    for (const part of [
      ".sentence",
      ".four",
      ".facts",
      ".numbers",
      ".extra",
      ".charts .plot >> nth=0",
      ".charts .plot >> nth=1",
    ]) {
      const isInSight = async (): Promise<boolean> => {
        const box = await page.locator(part).boundingBox();
        return box !== null && box.y + box.height <= 900;
      };
      await expect.poll(async () => [part, await isInSight()], soon).toEqual([part, true]);
    }
    await close();
  });
});

describe("in the hand", () => {
  it.each([390, 320])("nothing is wider than %d pixels, and each offer is a card with its figures", async (width) => {
    const { page, close } = await built.open(`#v=1&${day}&examples=8000`, { viewport: { width, height: 844 } });
    await page.evaluate(() => scrollTo(0, 1500));
    await page.locator(".offers td.total").first().waitFor();
    await expect.poll(() => page.evaluate(() => document.documentElement.scrollWidth), soon).toBeLessThanOrEqual(width);
    const card = page.locator(".offers tbody tr").first();
    for (const figure of ["td.training", "td.monthly", "td.breakEven", "td.total"])
      await expect.poll(async () => [figure, await card.locator(figure).isVisible()], soon).toEqual([figure, true]);
    await close();
  });

  it("the fields are folded for who comes by a link, and every field is large enough not to zoom", async () => {
    const { page, close } = await built.open(`#v=1&${day}&examples=8000`, { viewport: { width: 390, height: 844 } });
    await expect.poll(() => page.getByLabel("Examples", { exact: true }).isVisible(), soon).toBe(false);
    await page.locator(".change").click();
    const size = await page
      .getByLabel("Examples", { exact: true })
      .evaluate((field) => getComputedStyle(field).fontSize);
    expect(Number.parseFloat(size)).toBeGreaterThanOrEqual(16);
    await close();
  });

  it("emptying a field leaves the last figures, and moves nothing away", async () => {
    const { page, close } = await built.open(`#v=1&${day}`, { viewport: { width: 390, height: 844 } });
    const before = await answerOf(page, "Train once");
    await page.locator(".change").click();
    await page.getByLabel("Examples", { exact: true }).fill("");
    await expect.poll(() => page.locator(".obstacle").textContent(), soon).toContain("figures are those of before");
    await expect.poll(() => page.locator(".figure").first().textContent(), soon).toBe(before);
    await close();
  });
});

describe("on paper", () => {
  it("stands the answer with both bills, their sources, the day and the link, and nothing to press", async () => {
    const { page, close } = await built.open(`#v=1&${day}`, { viewport: { width: 720, height: 1000 } });
    await page.evaluate(() => scrollTo(0, 600));
    await page.locator(".bills .bill").nth(1).waitFor();
    await page.emulateMedia({ media: "print" });
    await expect.poll(() => page.locator("button:visible, .button:visible").count(), soon).toBe(0);
    for (const part of [".offers", ".your-file", ".own-prices", "section.quality", ".take-away"])
      await expect.poll(async () => [part, await page.locator(part).isVisible()], soon).toEqual([part, false]);
    for (const part of [".sentence", ".four", ".charts", ".bills"])
      await expect
        .poll(async () => [part, await page.locator(part).isVisible(), await fits(page, part)], soon)
        .toEqual([part, true, true]);
    const paper = page.locator(".on-paper");
    await expect.poll(() => paper.innerText(), soon).toContain("24 Nov 2026");
    await expect.poll(() => paper.innerText(), soon).toContain("as-of=2026-11-24&offer=");
    await close();
  });
});
