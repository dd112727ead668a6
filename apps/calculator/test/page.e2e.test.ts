import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { answerOf, type BuiltPage, builtPage, enter, settled, soon, verdictOf } from "./builtPage.ts";

let built: BuiltPage;
beforeAll(async () => {
  built = await builtPage();
});
afterAll(() => built?.close());

const day = "as-of=2026-11-24";
/** An offer whose verdict changes with each input that is typed here. */
const micro = "offer=aws-bedrock%2Fnova-micro%3Asft";

/** Types a question of one's own. */
async function typeOwn(page: Page): Promise<void> {
  await page.getByLabel("Examples", { exact: true }).fill("500");
  await page.getByLabel("Requests a month", { exact: true }).fill("9000");
  await page.getByLabel("Prompt tokens", { exact: true }).fill("1500");
  await page.waitForURL(/examples=500&requests=9000&input-tokens=1500/u);
  await settled(page);
}

describe("a link within the page", () => {
  it("keeps what was typed; the skip link gives the answer the focus", async () => {
    const { page, errors, close } = await built.open(`#v=1&${day}`);
    await typeOwn(page);
    const verdict = await verdictOf(page);
    const presses: Readonly<Record<string, () => Promise<unknown>>> = {
      "Skip to the answer": async () => {
        await page.getByRole("link", { name: "Skip to the answer" }).press("Enter");
        expect(await page.evaluate(() => document.activeElement?.id)).toBe("answer");
      },
      "Add runs": () => page.getByRole("link", { name: "Add runs" }).click(),
      Offers: () => enter(page, "Offers"),
      Data: () => enter(page, "Data"),
      "Take along": () => enter(page, "Take along"),
      "an anchor in the address": () => page.evaluate(() => void (location.hash = "#answer")),
    };
    for (const [name, press] of Object.entries(presses)) {
      await press();
      await page.waitForURL(/examples=500&requests=9000/u);
      await enter(page, "Decide");
      expect([name, await page.getByLabel("Examples", { exact: true }).inputValue()]).toEqual([name, "500"]);
      await expect.poll(async () => [name, await verdictOf(page)], soon).toEqual([name, verdict]);
    }
    expect(errors).toEqual([]);
    await close();
  });

  it("stands first for the keyboard", async () => {
    const { page, close } = await built.open();
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    expect(await page.evaluate(() => document.activeElement?.id)).toBe("answer");
    await close();
  });
});

describe("the page, unasked", () => {
  it("loads the fields alone, and the prices once somebody comes near one", async () => {
    const { page, requests, close } = await built.open();
    const scripts = (): readonly string[] => requests.filter((address) => address.endsWith(".js"));
    await page.waitForTimeout(1000);
    expect(scripts().filter((address) => !/\/(?:index|main|rolldown-runtime)-/u.test(address))).toEqual([]);
    expect(requests.length).toBeLessThanOrEqual(12);
    const fields = scripts().find((address) => /\/main-/u.test(address)) ?? "";
    // The arithmetic of decimals is more than all fields, and comes with the prices.
    expect(await (await fetch(fields)).text()).not.toContain("DecimalError");
    await page.getByLabel("Examples", { exact: true }).hover();
    await expect.poll(() => scripts().some((address) => /\/figures-/u.test(address)), soon).toBe(true);
    expect(scripts().some((address) => /\/count\.worker-/u.test(address))).toBe(false);
    await page.locator(".drop .button").hover();
    await expect.poll(() => scripts().some((address) => /\/count\.worker-/u.test(address)), soon).toBe(true);
    await close();
  });
});

describe("the answer of the build", () => {
  const stands = (page: Page): Promise<number> =>
    page.evaluate(() => performance.getEntriesByName("figures stand").length);
  const acts: Readonly<
    Record<string, readonly [act: (page: Page) => Promise<unknown>, seen: (page: Page) => unknown]>
  > = {
    "a link that is copied": [
      (page) => page.getByRole("button", { name: "Copy link" }).tap(),
      (page) => page.locator(".announce").getByText("Copied the link.").waitFor(soon),
    ],
    "a fold that is opened": [
      (page) => page.getByText("Scores that you measured").tap(),
      (page) => page.locator("details.scores[open]").waitFor(soon),
    ],
    "a fold that is opened and closed": [
      async (page) => {
        await page.getByText("Scores that you measured").tap();
        await page.getByText("Scores that you measured").tap();
      },
      async (page) => {
        await page.waitForTimeout(300);
        expect(await page.locator("details.scores[open]").count()).toBe(0);
      },
    ],
    "a score that is still typed": [
      async (page) => {
        await page.getByText("Scores that you measured").tap();
        await page.locator(".scores input").first().focus();
        await page.keyboard.type("71.5");
      },
      async (page) => {
        await page.keyboard.press("Tab");
        await page.waitForURL(/scores=[^&]*71\.5/u);
      },
    ],
    "a score that is typed": [
      async (page) => {
        await page.getByText("Scores that you measured").tap();
        await page.locator(".scores input").first().focus();
        await page.keyboard.type("71.5");
        await page.keyboard.press("Tab");
      },
      async (page) => {
        await page.waitForURL(/scores=[^&]*71\.5/u);
        expect(await page.evaluate(() => document.activeElement?.closest(".scores") === null)).toBe(false);
      },
    ],
    "a scale that is moved": [
      async (page) => {
        await page.locator("#ruler").focus();
        await page.keyboard.press("Home");
      },
      async (page) => {
        await expect.poll(() => verdictOf(page), soon).toMatch(/^Don’t tune\n/u);
        expect(await page.evaluate(() => document.activeElement?.id)).toBe("ruler");
      },
    ],
    "a scale that is moved, and then a link": [
      async (page) => {
        await page.locator("#ruler").focus();
        await page.keyboard.press("Home");
        await page.getByRole("button", { name: "Copy link" }).tap();
      },
      async (page) => {
        await page.locator(".announce").getByText("Copied the link.").waitFor(soon);
        const link = await page.evaluate(() => navigator.clipboard.readText());
        expect(link).toMatch(/&requests=\d/u);
        // The verdict of the build holds for the question of the build.
        expect(link).not.toContain("said=");
      },
    ],
  };

  it.each(Object.entries(acts))("does %s, however slow the network is", async (_name, [act, seen]) => {
    const { page, close } = await built.open("", {
      hasTouch: true,
      permissions: ["clipboard-read", "clipboard-write"],
      serviceWorkers: "block",
    });
    await page.route(/\/figures-/u, async (route) => {
      await page.waitForTimeout(500);
      await route.continue();
    });
    await act(page);
    await expect.poll(() => stands(page), soon).toBe(1);
    await seen(page);
    await close();
  });

  it("copies no link that was asked for before the prices failed to come", async () => {
    const { page, close } = await built.open("", { serviceWorkers: "block" });
    await page.route(/\/figures-/u, (route) => route.abort());
    await page.getByRole("button", { name: "Copy link" }).click();
    await page.getByText("Prices and figures could not be fetched").waitFor(soon);
    await page.waitForTimeout(5000);
    await page.unroute(/\/figures-/u);
    await page.getByRole("button", { name: "Try again" }).click();
    await expect.poll(() => stands(page), soon).toBe(1);
    expect(await page.locator(".announce").innerText()).toBe("");
    await close();
  });
});

describe("the first screen", () => {
  it("names the verdict with labels and cache paid, and the same in figures, chart and table", async () => {
    const { page, errors, requests, close } = await built.open(`#v=1&${day}&${micro}&examples-owned=0&label-cost=0.4`);
    expect(await verdictOf(page)).toMatch(/^Don’t tune yet\n?\s*It saves \$1\.96 a month\. It pays from .+ requests/u);
    expect(await answerOf(page, "start")).toBe("$3,214.88");
    expect(await answerOf(page, "payback")).toMatch(/years$/u);
    const tuned = page.locator(".ways tr.pick");
    await expect.poll(() => tuned.innerText(), soon).toContain("$3,214.88");
    await expect.poll(() => page.title(), soon).toContain("Don't tune yet: it saves $1.96 a month.");
    expect(errors).toEqual([]);
    expect(requests.filter((address) => !address.startsWith(built.url))).toEqual([]);
    await close();
  });

  it("follows its ruler, whose handle is the input that decides", async () => {
    const { page, close } = await built.open(`#v=1&${day}&${micro}`);
    await settled(page);
    await page.locator("#ruler").focus();
    await page.keyboard.press("End");
    await expect.poll(() => verdictOf(page), soon).toMatch(/^Tune\n?\s*It saves/u);
    const requests = await page.getByLabel("Requests a month", { exact: true }).inputValue();
    expect(Number(requests.replaceAll(",", ""))).toBeGreaterThan(1_000_000);
    await page.keyboard.press("Home");
    await expect.poll(() => verdictOf(page), soon).toMatch(/^Don’t tune\n?\s*It costs/u);
    await close();
  });

  it("says what to put right instead of a wrong figure, and keeps the figures of before", async () => {
    const { page, close } = await built.open(`#v=1&${day}`);
    const examples = page.getByLabel("Examples", { exact: true });
    const before = await answerOf(page, "start");
    await examples.fill("lots");
    await expect.poll(() => page.locator("#examples-problem").textContent(), soon).toContain("Type a number");
    await expect.poll(() => examples.getAttribute("aria-describedby"), soon).toContain("examples-problem");
    await examples.fill("");
    await expect.poll(() => page.locator(".message").textContent(), soon).toContain("figures are those of before");
    expect(await page.locator("#figure-start b").textContent()).toBe(before);
    await close();
  });

  it("tidies a field that is left, and carries it in the address", async () => {
    const { page, close } = await built.open();
    const examples = page.getByLabel("Examples", { exact: true });
    await examples.fill("12k");
    await examples.blur();
    await expect.poll(() => examples.inputValue(), soon).toBe("12,000");
    await page.waitForURL(/examples=12000/u);
    const before = await answerOf(page, "start");
    const other = await built.open(new URL(page.url()).hash);
    expect(await answerOf(other.page, "start")).toBe(before);
    await other.close();
    await close();
  });

  it("comes back by the browser's Back after the fields were put as the page opens", async () => {
    const { page, close } = await built.open("#v=1&examples=5000");
    await page.getByLabel("Examples", { exact: true }).fill("1234");
    await page.getByText("Labels, test, passes").click();
    await page.getByRole("button", { name: "All fields as the page opens" }).click();
    await expect.poll(() => page.getByLabel("Examples", { exact: true }).inputValue(), soon).toBe("8,000");
    await page.waitForURL(/#v=1$/u);
    await page.goBack();
    await expect.poll(() => page.getByLabel("Examples", { exact: true }).inputValue(), soon).toBe("1,234");
    await close();
  });

  it("comes back to the part before by the browser's Back, however soon", async () => {
    const { page, close } = await built.open("");
    await enter(page, "Offers");
    await page.goBack();
    await page.waitForTimeout(1500);
    expect(await page.locator("[aria-current=page]").innerText()).toBe("Decide");
    expect(page.url()).not.toContain("door=");
    await close();
  });

  it("replaces a bad value of a link with a note", async () => {
    const { page, close } = await built.open("#v=1&examples=many&colour=red");
    await expect.poll(() => page.locator(".notes").first().textContent(), soon).toContain("“many”");
    await page.getByLabel("Requests a month", { exact: true }).fill("4");
    await page.waitForURL(/requests=4&colour=red$/u);
    await close();
  });

  it("follows the system's colours", async () => {
    const { page, errors, close } = await built.open("");
    const paper = (): Promise<string> =>
      page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
    await page.emulateMedia({ colorScheme: "dark" });
    await expect.poll(paper, soon).toBe("rgb(20, 22, 26)");
    await page.emulateMedia({ colorScheme: "light" });
    await expect.poll(paper, soon).toBe("rgb(247, 246, 242)");
    expect(errors).toEqual([]);
    await close();
  });
});

describe("a link", () => {
  it("shows its answer before any script of the page is there, its day, and what it would be today", async () => {
    const { page, close } = await built.open(`#v=1&requests=129000&months=12&${day}`, {
      permissions: ["clipboard-read", "clipboard-write"],
    });
    const verdict = await verdictOf(page);
    await page.getByRole("button", { name: "Copy link" }).click();
    await expect.poll(() => page.locator(".announce").textContent(), soon).toContain("Copied the link.");
    const link = await page.evaluate(() => navigator.clipboard.readText());
    await close();
    const context = await built.browser.newContext({ serviceWorkers: "block" });
    const bare = await context.newPage();
    await bare.route(/\/assets\/.*\.js$/u, (route) => route.abort());
    await bare.goto(link);
    expect(await bare.locator("#answer h1").innerText()).toBe(verdict);
    expect(await bare.locator("#figure-start b").isVisible()).toBe(true);
    expect(await bare.locator(".ways").isVisible()).toBe(false);
    await context.close();
    const later = await built.open(new URL(link).hash);
    expect(await verdictOf(later.page)).toBe(verdict);
    await expect
      .poll(() => later.page.getByRole("list", { name: "Notes" }).innerText(), soon)
      .toMatch(/This is the answer of 24 Nov 2026\. (?:Today’s prices give the same answer|Today it would be)/u);
    await later.close();
  });

  it.each(["#v=1&requests=many", "#v=1&requests=240000", "#v=1&colour=red"])(
    "answers %s, which asks what the page asks by itself",
    async (fragment) => {
      const { page, close } = await built.open(fragment);
      await expect.poll(() => page.locator("#answer h1 strong").innerText(), soon).toBe("Tune");
      const said = { many: "“many”", red: "colour" }[/\w+$/u.exec(fragment)?.[0] ?? ""];
      if (said !== undefined) await page.locator(".notes", { hasText: said }).waitFor(soon);
      await close();
    },
  );

  it("says which models of it are not there to compare with", async () => {
    const { page, close } = await built.open("#v=1&larger-model=nobody/none&on-cards=nothing-7b");
    const notes = (): Promise<string> => page.locator(".notes").innerText();
    await expect.poll(notes, soon).toContain("nobody/none");
    await expect.poll(notes, soon).toContain("nothing-7b");
    await close();
  });

  it("shows no answer of another question", async () => {
    const context = await built.browser.newContext({ serviceWorkers: "block" });
    const page = await context.newPage();
    await page.route(/\/assets\/.*\.js$/u, (route) => route.abort());
    await page.goto(`${built.url}#v=1&examples=5`);
    expect(await page.locator("#answer h1").isVisible()).toBe(false);
    for (const said of ["tune~less~~a<b~~~~~~~1~2~3", "tune"]) {
      await page.goto(`${built.url}?again#v=1&said=${encodeURIComponent(said)}`);
      expect(await page.locator("#answer h1").isVisible()).toBe(false);
    }
    const preview = await page.locator('meta[property="og:title"]').getAttribute("content");
    expect(preview).toBe("What will fine-tuning cost, and what will more data buy?");
    await context.close();
  });
});
