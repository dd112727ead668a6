import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type BuiltPage, builtPage, enter, settled, soon } from "./builtPage.ts";

let built: BuiltPage;
beforeAll(async () => {
  built = await builtPage();
});
afterAll(() => built?.close());

const day = "as-of=2026-11-24";
const pilots = "pilots=250%3A61.5%2C500%3A66.2%2C1000%3A69.4%2C2000%3A73.1&pilot-model=nova-micro";

describe("the first screen", () => {
  it.each([
    [390, 844, ["h1", ".steer .main", "#figure-start", "#figure-month", "#figure-payback", "#figure-double"]],
    [1280, 800, ["h1", ".steer .main", ".figures", "#offer", ".chart"]],
  ])("holds the verdict, the link and the figures at %d pixels", async (width, height, parts) => {
    const { page, close } = await built.open("", { viewport: { width, height } });
    await settled(page);
    for (const part of parts) {
      const bottom = async (): Promise<number> => {
        const box = await page.locator(part).first().boundingBox();
        return box === null ? Infinity : box.y + box.height;
      };
      await expect.poll(async () => [part, (await bottom()) <= height], soon).toEqual([part, true]);
    }
    await close();
  });

  it("has fields that are large enough not to zoom and to be hit, and the guide at its top", async () => {
    const { page, close } = await built.open(`#v=1&${day}&door=data`, { viewport: { width: 390, height: 844 } });
    for (const field of await page.locator(".pilot-rows input").all())
      expect((await field.boundingBox())?.height).toBeGreaterThanOrEqual(40);
    expect((await page.getByRole("link", { name: "Guide" }).boundingBox())?.y).toBeLessThan(100);
    await enter(page, "Decide");
    await page.locator(".job-line").click();
    const size = await page
      .getByLabel("Examples", { exact: true })
      .evaluate((field) => getComputedStyle(field).fontSize);
    expect(Number.parseFloat(size)).toBeGreaterThanOrEqual(16);
    await close();
  });
});

it("has the whole job in the line that unfolds on the narrowest screen", async () => {
  const { page, close } = await built.open(`#v=1&${day}&requests=9000`, { viewport: { width: 320, height: 640 } });
  const line = page.locator(".job-line span");
  expect(await line.innerText()).toBe("8,000 examples, 9,000 requests");
  expect(await line.evaluate((text) => text.scrollWidth - text.clientWidth)).toBeLessThanOrEqual(0);
  await close();
});

describe("every door", () => {
  it.each([
    [390, 844, 4],
    [1280, 900, 2.5],
  ])("is at %d pixels no more than so many screens high", async (width, height, screens) => {
    const { page, close } = await built.open(`#v=1&${day}&${pilots}`, { viewport: { width, height } });
    for (const door of ["Decide", "Offers", "Data", "Take along"] as const) {
      await enter(page, door);
      await settled(page);
      await page.locator("#answer > *").first().waitFor();
      await page.waitForTimeout(300);
      const high = await page.evaluate(() => document.documentElement.scrollHeight / innerHeight);
      expect([door, high <= screens ? screens : high]).toEqual([door, screens]);
    }
    await close();
  });
});

describe("on paper", () => {
  it("stands the question with its answer and its ways, and nothing to press", async () => {
    const { page, close } = await built.open(`#v=1&${day}`, { viewport: { width: 720, height: 1000 } });
    await settled(page);
    await page.emulateMedia({ media: "print" });
    await expect.poll(() => page.locator("button:visible, .button:visible").count(), soon).toBe(0);
    for (const part of ["#requests", "#saved", "h1", ".figures", ".chart", ".ways .rows"])
      await expect.poll(async () => [part, await page.locator(part).isVisible()], soon).toEqual([part, true]);
    await close();
  });
});
