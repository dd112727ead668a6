import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type BuiltPage, builtPage, settled, soon } from "./builtPage.ts";

let built: BuiltPage;
beforeAll(async () => {
  built = await builtPage();
});
afterAll(() => built?.close());

describe("the address", () => {
  it("follows once typing rests, and at once when the reader leaves the field", async () => {
    const { page, errors, close } = await built.open("#v=1&as-of=2026-11-24");
    await settled(page);
    const typed = await page.evaluate(() => {
      const field = document.querySelector<HTMLInputElement>("#requests")!;
      field.focus();
      return ["1", "12", "123"].map((text) => {
        field.value = text;
        field.dispatchEvent(new Event("input", { bubbles: true }));
        return location.hash;
      });
    });
    expect(new Set(typed)).toEqual(new Set(["#v=1&as-of=2026-11-24"]));
    await page.waitForURL(/requests=123(&|$)/u);
    const left = await page.evaluate(() => {
      const field = document.querySelector<HTMLInputElement>("#requests")!;
      field.value = "4567";
      field.dispatchEvent(new Event("input", { bubbles: true }));
      field.blur();
      return location.hash;
    });
    expect(left).toMatch(/requests=4567(&|$)/u);
    expect(errors).toEqual([]);
    await close();
  });

  it("that somebody gives is read, whatever was typed before", async () => {
    const { page, errors, close } = await built.open("#v=1&as-of=2026-11-24");
    await settled(page);
    await page.evaluate(() => {
      const field = document.querySelector<HTMLInputElement>("#requests")!;
      field.focus();
      field.value = "4567";
      field.dispatchEvent(new Event("input", { bubbles: true }));
      location.hash = "#v=1&as-of=2026-11-24&requests=89";
      field.blur();
    });
    await expect.poll(() => page.locator("#requests").inputValue(), soon).toBe("89");
    expect(await page.evaluate(() => location.hash)).toContain("requests=89");
    expect(errors).toEqual([]);
    await close();
  });
});
