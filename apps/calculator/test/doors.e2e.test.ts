import { readFile } from "node:fs/promises";
import { answerText, estimate, type Question } from "@tunecast/estimator";
import { prices } from "@tunecast/pricing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { answerOf, type BuiltPage, builtPage, enter, settled, soon } from "./builtPage.ts";

let built: BuiltPage;
beforeAll(async () => {
  built = await builtPage();
});
afterAll(() => built?.close());

const day = "as-of=2026-11-24";
const micro = "offer=aws-bedrock%2Fnova-micro%3Asft";
const pilots = "pilots=250%3A61.5%2C500%3A66.2%2C1000%3A69.4%2C2000%3A73.1&pilot-model=nova-micro";

describe("the door Offers", () => {
  it("groups by model, against today's bill, with a rate on every line of both bills", async () => {
    const { page, errors, close } = await built.open(`#v=1&${day}&door=offers`);
    await settled(page);
    const rows = page.locator(".offers tbody.model tr:not(.mname, .nc)");
    await expect.poll(() => rows.count(), soon).toBeGreaterThan(5);
    const last = await rows.locator(".d").allInnerTexts();
    expect(last.filter((text) => /\$[\d.,]+ (?:more|less)|as much|in CNY/u.test(text))).toHaveLength(last.length);
    const lines = page.locator("section[aria-labelledby=bill] > .lines tbody tr:not(.sum)");
    for (const rate of await lines.locator("small").allInnerTexts()) expect(rate).toMatch(/at [$€\d]|for the month/u);
    const bill = page.locator(".sources tbody small");
    const quantities = await bill.evaluateAll((all) => all.map(({ textContent }) => textContent ?? ""));
    expect(quantities.length).toBeGreaterThan(2);
    expect(quantities.filter((text) => !/^\s*(?:1 \w+|[\d,.]+ \w+s) at /u.test(text))).toEqual([]);
    const sums = await page.locator("section[aria-labelledby=bill] > .lines .sum").allInnerTexts();
    const cents = (sums.join(" ").match(/\$[\d.,]+/gu) ?? []).map((text) =>
      Math.round(100 * Number(text.slice(1).replaceAll(",", ""))),
    );
    expect((cents[0] ?? 0) - (cents[1] ?? 0)).toBe(cents[2]);
    expect(errors).toEqual([]);
    await close();
  });

  it("finds, sorts, pins, and takes an offer to the verdict", async () => {
    const { page, close } = await built.open(`#v=1&${day}&door=offers`);
    await page.getByLabel("Find").fill("nobody sells this");
    await expect.poll(() => page.locator(".empty").textContent(), soon).toContain("No offer that passes is called");
    await page.getByRole("button", { name: "Show all" }).click();
    await page.getByLabel("Sort by").selectOption("training");
    await page.waitForURL(/sort=training/u);
    await page.getByRole("button", { name: /^pin /u }).first().click();
    await page.waitForURL(/pins=/u);
    await expect.poll(() => page.locator(".offers tbody").first().innerText(), soon).toContain("Pinned");
    await page.getByLabel("Find").fill("openai gpt-4.1-mini");
    const offer = page.locator(".offers").getByRole("link", { name: "OpenAI", exact: true }).first();
    await offer.click();
    await page.waitForURL(/offer=openai%2Fgpt-4\.1-mini/u);
    await expect.poll(() => page.locator(".under").innerText(), soon).toContain("OpenAI");
    await close();
  });

  it("names what is left out, with the reason, and takes own prices", async () => {
    const mini = "offer=openai%2Fgpt-4o-mini-2024-07-18%3Asft";
    const { page, errors, close } = await built.open(
      `#v=1&examples=1000&tokens-per-example=100&${day}&${mini}&door=offers`,
    );
    await expect
      .poll(() => page.locator("details.refused summary").textContent(), soon)
      .toMatch(/^\d+ offers left out$/u);
    await page.locator("details.refused summary").click();
    await expect.poll(() => page.locator(".refused li").count(), soon).toBeGreaterThan(10);
    // Who does not train has no bill: 0 would be a price.
    expect(await page.locator(".refused").textContent()).not.toContain("$0.00");
    await page.getByText("Your own prices").click();
    const discount = { provider: "openai", percent: "50", source: "contract 7" };
    const part = page.locator(".own-prices");
    const choose = (overlay: unknown): Promise<void> =>
      part
        .locator("input[type=file]")
        .setInputFiles({ name: "rates.json", mimeType: "", buffer: Buffer.from(JSON.stringify(overlay)) });
    await choose({ discounts: [discount] });
    await expect.poll(() => part.locator(".applied").textContent(), soon).toBe("1 discount in force.");
    await choose({ discounts: [{ ...discount, percent: "500" }] });
    await expect.poll(() => part.getByRole("alert").textContent(), soon).toContain("discounts.0.percent");
    await enter(page, "Decide");
    await expect.poll(() => answerOf(page, "start"), soon).toBe("$0.45");
    expect(page.url()).not.toContain("contract");
    expect(errors).toEqual([]);
    await close();
  });
});

describe("the door Data", () => {
  it("says what to label, and gain and price of the same doubling", async () => {
    const { page, errors, close } = await built.open(
      `#v=1&${day}&${micro}&examples=2000&${pilots}&label-cost=0.4&examples-owned=2000&value-per-point=400&door=data`,
    );
    await expect
      .poll(() => page.locator("#answer h1").innerText(), soon)
      .toMatch(/^Label 2,000 more\n?\s*\+2\.\d points \(.+\) for \$807\.44, then stop\./u);
    const first = page.locator(".steps tbody tr").first();
    expect(await first.innerText()).toContain("2,000 labels $800.00, training $7.44");
    await page.getByText("Budget for labels and training", { exact: true }).click();
    await page.keyboard.type("1,000");
    await expect.poll(() => page.locator(".bought").innerText(), soon).toMatch(/^\$1,000\.00 pays for/u);
    await page.getByLabel("Examples of run 1", { exact: true }).fill("25o");
    await expect
      .poll(() => page.locator(".runs .problem").innerText(), soon)
      .toBe("Run 1 does not count: “25o” is no number.");
    await page.getByLabel("Examples of run 1", { exact: true }).fill("250");
    await enter(page, "Decide");
    await expect
      .poll(() => page.locator("#figure-double").innerText(), soon)
      .toMatch(/from 2,000 to 4,000, for \$807\.44/u);
    expect(errors).toEqual([]);
    await close();
  });

  it("says of runs whose arithmetic could not be fetched that they are not read, and reads them then", async () => {
    const { page, close } = await built.open("", { serviceWorkers: "block" });
    await page.route(/\/quality-/u, (route) => route.abort());
    await page.goto(`${built.url}#v=1&${pilots}`);
    await page.locator("#figure-double").getByText("Your runs are not read yet.").waitFor(soon);
    await page.unroute(/\/quality-/u);
    await enter(page, "Data");
    await page.getByText("What reads your runs could not be fetched").waitFor(soon);
    expect(await page.locator("h1").count()).toBe(0);
    await page.getByRole("button", { name: "Try again" }).click();
    await expect.poll(() => page.locator("h1").innerText(), soon).toMatch(/\d/u);
    await close();
  });

  it("takes runs typed and pasted, and says what others gained before there are any", async () => {
    const { page, errors, close } = await built.open(`#v=1&${day}&examples=500&door=data`);
    await page.getByText("No runs yet", { exact: false }).click();
    const before = page.getByLabel("The untuned model scores", { exact: true });
    for (const wrong of ["abc", "70"]) {
      await before.fill(wrong);
      await expect
        .poll(() => page.locator(".before-runs .problem").textContent(), soon)
        .toBe(`The score is ${wrong}; before any pilot it must be a share from 0 to 1, below 1; 62 % is 0.62.`);
    }
    await before.fill("0.62");
    await expect
      .poll(() => page.locator(".others").textContent(), soon)
      .toContain("Others' runs, not a forecast of yours");
    await page.getByLabel("Examples of run 1", { exact: true }).fill("500");
    await page.getByLabel("Score of run 1", { exact: true }).fill("66.2");
    await expect.poll(() => page.locator(".others").count(), soon).toBe(0);
    await page.getByText("Paste a table").click();
    await page
      .getByLabel("A run a line", { exact: false })
      .fill("Examples\tAccuracy\n500\t66.2\n1,000\t69.4 %\n2000\t72");
    await page.getByRole("button", { name: "Take these runs" }).click();
    await page.waitForURL(/pilots=500%3A66\.2%2C1000%3A69\.4%2C2000%3A72/u);
    await page.locator(".chart .tuned").first().waitFor();
    expect(errors).toEqual([]);
    await close();
  });
});

describe("the door Take along", () => {
  it("has the library's answer, byte for byte, the command, the program and FOCUS", async () => {
    const { page, close } = await built.open(`#v=1&examples=1500&tokens-per-example=310.5&epochs=2&${day}&door=take`, {
      permissions: ["clipboard-read", "clipboard-write"],
    });
    await settled(page);
    const saved = async (name: string): Promise<string> => {
      const download = page.waitForEvent("download");
      await page.getByRole("button", { name, exact: true }).click();
      return readFile(await (await download).path(), "utf8");
    };
    const question: Question = {
      asOf: "2026-11-24",
      prices,
      job: { examples: 1500, tokensPerExample: 310.5, epochs: 2 },
      traffic: { requestsPerMonth: 240_000, inputTokens: 900, outputTokens: 120, months: 3 },
      alternative: { kind: "few_shot", extraInputTokens: 932 },
    };
    expect(await saved("JSON")).toBe(answerText(estimate(question)));
    expect(await saved("CSV")).toMatch(/^id,provider,model/u);
    expect(await saved("FOCUS")).toMatch(/BilledCost/u);
    await page.getByRole("button", { name: "Command", exact: true }).click();
    await expect.poll(() => page.locator(".code").innerText(), soon).toMatch(/^npx tunecast estimate/u);
    await close();
  });

  it("shows the card, which stands alone in a frame at most 420 pixels high", async () => {
    const { page, close } = await built.open(`#v=1&${day}&door=take`);
    const card = page.locator(".card");
    await card.waitFor();
    expect((await card.boundingBox())?.height).toBeLessThanOrEqual(420);
    for (const width of [320, 480]) {
      const frame = await built.browser.newPage({ viewport: { width, height: 420 } });
      await frame.goto(`${built.url}?embed#v=1&${day}`);
      await frame.locator(".card").waitFor();
      expect(await frame.evaluate(() => document.documentElement.scrollHeight)).toBeLessThanOrEqual(420);
      const cut = await frame
        .locator(".card")
        .evaluate(({ scrollHeight, clientHeight }) => scrollHeight - clientHeight);
      expect([width, cut]).toEqual([width, 0]);
      for (const other of ["nav", "form", "footer"]) expect(await frame.locator(other).first().isVisible()).toBe(false);
      await frame.close();
    }
    await close();
  });
});
