import { readFile } from "node:fs/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { answerOf, type BuiltPage, builtPage, settled, soon } from "./builtPage.ts";

let built: BuiltPage;
beforeAll(async () => {
  built = await builtPage();
});
afterAll(() => built?.close());

describe("nothing fails in silence", () => {
  it("a part that cannot be fetched is said where it would stand, and comes when it is asked for again", async () => {
    const context = await built.browser.newContext({ serviceWorkers: "block" });
    const page = await context.newPage();
    await page.route(/BelowFold-/u, (route) => route.abort());
    await page.goto(built.url);
    await page.evaluate(() => scrollTo(0, 600));
    await expect.poll(() => page.getByRole("alert").innerText(), soon).toContain("could not be fetched");
    expect(await answerOf(page, "Train once")).toMatch(/^\$\d/u);
    await page.unroute(/BelowFold-/u);
    await page.getByRole("button", { name: "Try again" }).click();
    await page.locator(".offers").waitFor({ timeout: soon.timeout });
    await expect.poll(() => page.getByRole("alert").count(), soon).toBe(0);
    await context.close();
  });

  it("a link to an earlier day has the prices of that day, or says that they could not be fetched", async () => {
    const context = await built.browser.newContext({ serviceWorkers: "block" });
    const page = await context.newPage();
    await page.route(/history-/u, (route) => route.abort());
    await page.goto(`${built.url}#v=1&as-of=2025-06-01`);
    await expect.poll(() => page.getByRole("alert").innerText(), soon).toContain("The prices of that day could not");
    expect(await page.locator(".obstacle").innerText()).toContain("not here yet");
    await page.unroute(/history-/u);
    await page.getByRole("button", { name: "Try again" }).click();
    expect(await answerOf(page, "Train once")).toMatch(/^\$\d/u);
    await expect.poll(() => page.getByRole("alert").count(), soon).toBe(0);
    await context.close();
  });

  it("a question that has no answer leaves the page alive, with the reason", async () => {
    const { page, errors, close } = await built.open("#v=1&as-of=2019-01-01&examples=9e15");
    await expect.poll(() => page.locator(".obstacle").innerText(), soon).toMatch(/\w/u);
    await page.locator("#examples").fill("500");
    expect(await page.locator("#examples").inputValue()).toBe("500");
    expect(errors).toEqual([]);
    await close();
  });

  it("the answer of the build stands where no script of the page can be fetched, and in a frame without an origin", async () => {
    const page = await built.browser.newPage();
    await page.route(/\/assets\/.*\.js$/u, (route) => route.abort());
    await page.goto(built.url);
    expect(await page.locator(".sentence").innerText()).toMatch(/about \$\d+ to train/u);
    expect(await page.locator(".one").count()).toBe(4);
    await page.unroute(/\/assets\/.*\.js$/u);
    await page.goto(`${built.url}embed.html`);
    await page.evaluate((url) => {
      document.body.innerHTML = `<iframe sandbox="allow-scripts" width="1000" src="${url}"></iframe>`;
    }, built.url);
    const sentence = page.frameLocator("iframe").locator(".sentence");
    await expect.poll(() => sentence.innerText(), soon).toMatch(/about \$\d+ to train/u);
    await expect.poll(() => sentence.evaluate((element) => getComputedStyle(element).fontSize), soon).toBe("24px");
    await page.close();
  });
});

describe("what is taken away", () => {
  it("are the charts as SVG that stands by itself, and as PNG", async () => {
    const { page, errors, close } = await built.open("#v=1&as-of=2026-11-24");
    const saved = async (kind: string): Promise<Buffer> => {
      const download = page.waitForEvent("download");
      await page
        .getByRole("button", { name: `Save the chart as ${kind}` })
        .first()
        .click();
      return readFile(await (await download).path());
    };
    const svg = (await saved("SVG")).toString();
    expect(svg).toMatch(/^<svg [^>]*xmlns="http:\/\/www\.w3\.org\/2000\/svg"/u);
    expect(svg).not.toMatch(/class=|var\(--/u);
    expect(svg).toContain("<title");
    const png = await saved("PNG");
    expect(png.subarray(1, 4).toString()).toBe("PNG");
    expect(png.length).toBeGreaterThan(5000);
    expect(errors).toEqual([]);
    await close();
  });

  it("is the page inside another, as high as what is in it", async () => {
    const page = await built.browser.newPage({ viewport: { width: 1000, height: 800 } });
    await page.goto(`${built.url}embed.html`);
    const inside = page.frameLocator("tunecast-calculator iframe");
    await inside.locator('main[aria-busy="false"]').waitFor({ timeout: soon.timeout });
    await expect.poll(() => inside.locator("#examples").inputValue(), soon).toBe("5,000");
    const heights = (): Promise<readonly [number, number]> =>
      page.evaluate(() => {
        const frame = document.querySelector("iframe");
        return [
          frame?.getBoundingClientRect().height ?? 0,
          frame?.contentDocument?.documentElement.offsetHeight ?? 0,
        ] as const;
      });
    await expect
      .poll(async () => {
        const [outside, within] = await heights();
        return within > 1500 && Math.abs(outside - within) < 3;
      }, soon)
      .toBe(true);
    await expect.poll(() => inside.locator("h1").isVisible(), soon).toBe(false);
    await page.close();
  });
});

describe("a change", () => {
  it("is taken back by the keyboard, and a scenario brings its fields back", async () => {
    const { page, errors, close } = await built.open("#v=1&examples=500");
    await settled(page);
    await page.getByLabel("Keep the fields as they are under a name").fill("small");
    await page.getByRole("button", { name: "Keep", exact: true }).click();
    await page.locator("#examples").fill("900");
    await page.locator("#examples").blur();
    const pressed = (keys: string) =>
      // What listens to these keys comes once the first screen stands; there is one step to take back, however often they are pressed.
      expect.poll(async () => {
        await page.keyboard.press(keys);
        return page.locator("#examples").inputValue();
      }, soon);
    await page.waitForURL(/examples=900/u);
    await pressed("Control+z").toBe("500");
    await pressed("Control+Shift+z").toBe("900");
    await page.getByRole("link", { name: "small" }).click();
    await expect.poll(() => page.locator("#examples").inputValue(), soon).toBe("500");
    expect(errors).toEqual([]);
    await close();
  });
});
