import { readFile } from "node:fs/promises";
import { answerText, estimate, type Question } from "@tunecast/estimator";
import { prices } from "@tunecast/pricing/history";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { answerOf, type BuiltPage, builtPage, settled, soon } from "./builtPage.ts";

let built: BuiltPage;
beforeAll(async () => {
  built = await builtPage();
});
afterAll(() => built?.close());

/** Sold on this day by the price book, whatever day it is now. */
const day = "as-of=2026-11-24";
const miniOffer = "offer=openai%2Fgpt-4o-mini-2024-07-18%3Asft";

describe("five numbers", () => {
  it("give the answers and the link on a phone without scrolling", async () => {
    const { page, errors, requests, close } = await built.open("", { viewport: { width: 390, height: 844 } });
    // The answer stands first; the fields unfold from the line that says the job.
    await page.locator(".change").click();
    await page.getByLabel("Examples", { exact: true }).fill("1000");
    await page.getByLabel("Tokens each").fill("100");
    await page.getByLabel("Epochs", { exact: true }).fill("3");
    await page.getByLabel("Requests a month").fill("50k");
    await page.getByLabel("Prompt, tokens").fill("400");
    await page.locator(".change").click();
    expect(await page.evaluate(() => scrollY)).toBe(0);
    for (const label of ["Train once", "Each month", "Pays for itself in", "Twice the data"]) {
      expect(await answerOf(page, label)).toMatch(/\d|never|unknown/u);
      const one = page.locator(".one", { has: page.getByText(label, { exact: true }) });
      const bottom = async (): Promise<number> => {
        const box = await one.boundingBox();
        return box === null ? Infinity : box.y + box.height;
      };
      await expect.poll(bottom, soon).toBeLessThanOrEqual(844);
    }
    const link = page.getByRole("button", { name: "Copy link" }).first();
    await expect.poll(async () => (await link.boundingBox())?.y, soon).toBeLessThanOrEqual(844);
    await expect.poll(() => page.evaluate(() => document.documentElement.scrollWidth), soon).toBeLessThanOrEqual(390);
    expect(errors).toEqual([]);
    expect(requests.filter((address) => !address.startsWith(built.url))).toEqual([]);
    await close();
  });

  it("cost $0.90 at gpt-4o-mini for 1,000 examples of 100 tokens in 3 epochs", async () => {
    const { page, close } = await built.open(`#v=1&examples=1000&tokens-per-example=100&${day}&${miniOffer}`);
    expect(await answerOf(page, "Train once")).toBe("$0.90");
    await close();
  });

  it("are tidied when a field is left, and carried by the address", async () => {
    const { page, close } = await built.open();
    const examples = page.getByLabel("Examples", { exact: true });
    await examples.fill("12k");
    await examples.blur();
    await expect.poll(() => examples.inputValue(), soon).toBe("12,000");
    await page.waitForURL(/examples=12000/u);
    const link = page.url();
    const before = await answerOf(page, "Train once");
    const other = await built.open(new URL(link).hash);
    expect(await answerOf(other.page, "Train once")).toBe(before);
    const there = other.page.getByLabel("Examples", { exact: true });
    await expect.poll(() => there.inputValue(), soon).toBe("12,000");
    await other.close();
    await close();
  });

  it("come back by the browser's Back after they were put as the page opens", async () => {
    const { page, close } = await built.open("#v=1&examples=5000");
    await page.getByLabel("Examples", { exact: true }).fill("1234");
    await page.getByText("More:").click();
    await page.getByRole("button", { name: "All fields as the page opens" }).click();
    await expect.poll(() => page.getByLabel("Examples", { exact: true }).inputValue(), soon).toBe("8,000");
    await page.waitForURL(/#v=1$/u);
    await page.goBack();
    await expect.poll(() => page.getByLabel("Examples", { exact: true }).inputValue(), soon).toBe("1,234");
    await close();
  });

  it("say what to put right instead of a wrong figure", async () => {
    const { page, close } = await built.open();
    const examples = page.getByLabel("Examples", { exact: true });
    await examples.fill("lots");
    await expect.poll(() => page.locator("#examples-problem").textContent(), soon).toContain("not a number");
    await expect.poll(() => examples.getAttribute("aria-describedby"), soon).toContain("examples-problem");
    await examples.fill("1.5");
    await expect.poll(() => page.locator(".obstacle").textContent(), soon).toMatch(/whole number/u);
    await examples.fill("");
    await expect.poll(() => page.locator("#examples-problem").textContent(), soon).toContain("how many examples");
    await close();
  });

  it("are replaced where a link holds a bad one, with a note", async () => {
    const { page, close } = await built.open("#v=1&examples=many&colour=red");
    await expect.poll(() => page.locator(".answers .note").first().textContent(), soon).toContain("“many”");
    await expect.poll(() => page.getByLabel("Examples", { exact: true }).inputValue(), soon).toBe("8,000");
    await page.getByLabel("Epochs", { exact: true }).fill("4");
    await page.waitForURL(/epochs=4&colour=red$/u);
    await close();
  });

  it("come back when the reader goes back", async () => {
    const { page, close } = await built.open("#v=1&examples=100");
    await page.evaluate(() => {
      location.hash = "#v=1&examples=200";
    });
    await expect.poll(() => page.getByLabel("Examples", { exact: true }).inputValue(), soon).toBe("200");
    await page.goBack();
    await expect.poll(() => page.getByLabel("Examples", { exact: true }).inputValue(), soon).toBe("100");
    await close();
  });
});

describe("the table of offers", () => {
  it("sorts by a column, searches, and opens a bill with sources", async () => {
    const { page, close } = await built.open(`#v=1&${day}`);
    const region = page.getByRole("region", { name: "Table of offers" });
    await region.getByRole("button", { name: "Train once" }).click();
    const head = region.getByRole("columnheader", { name: "Train once" });
    await expect.poll(() => head.getAttribute("aria-sort"), soon).toBe("ascending");
    await region.getByRole("button", { name: "Train once" }).click();
    await expect.poll(() => head.getAttribute("aria-sort"), soon).toBe("descending");
    await page.getByLabel("Find").fill("openai gpt-4o-mini supervised");
    await expect
      .poll(() => page.locator(".offers .empty").textContent(), soon)
      .toContain("No offer that passes is called");
    await page.getByLabel("Find").fill("openai 4o-mini :sft");
    await region
      .getByRole("button", { name: /^GPT-4o mini/u })
      .first()
      .click();
    const bill = region.locator(".opened .bill");
    await bill.waitFor();
    await expect.poll(() => bill.getByRole("link").count(), soon).toBeGreaterThan(0);
    await page.getByRole("button", { name: "Show it at the top" }).click();
    await expect.poll(() => page.locator("#offer").inputValue(), soon).toContain("GPT-4o mini");
    await close();
  });

  it("names what cannot take the job, with the reason", async () => {
    const { page, close } = await built.open(`#v=1&${day}`);
    const refused = page.locator("details.refused");
    await refused.locator("summary").click();
    const retired = refused.getByRole("listitem").filter({ hasText: "openai/gpt-3.5-turbo-0125:sft" });
    await expect.poll(() => retired.count(), soon).toBeGreaterThan(0);
    await close();
  });
});

describe("a budget", () => {
  it("says what it buys at the chosen offer, and where it buys the most", async () => {
    const { page, errors, close } = await built.open(
      `#v=1&examples=1000&tokens-per-example=100&budget=3.6&${day}&${miniOffer}`,
    );
    const part = page.locator("section.budget");
    await expect.poll(() => part.locator(".bought").textContent(), soon).toContain("4,000 examples × 3 epochs");
    await expect.poll(() => part.textContent(), soon).toContain("not a better model");
    await expect.poll(() => part.locator("tbody tr").count(), soon).toBe(10);
    const field = page.getByLabel("Budget for training, US dollars");
    await field.fill("1.8");
    await expect.poll(() => part.locator(".bought").textContent(), soon).toContain("1 doubling of your 1,000");
    await page.waitForURL(/budget=1\.8/u);
    await field.fill("lots");
    await expect.poll(() => page.locator("#budget-problem").textContent(), soon).toContain("not a number");
    expect(await answerOf(page, "Train once")).toBe("$0.90");
    expect(errors).toEqual([]);
    await close();
  });
});

describe("own prices", () => {
  it("win while they are there, stay out of the address, and are refused with the place of a flaw", async () => {
    const { page, errors, close } = await built.open(`#v=1&examples=1000&tokens-per-example=100&${day}&${miniOffer}`);
    const part = page.locator(".own-prices");
    const choose = async (overlay: unknown): Promise<void> => {
      const buffer = Buffer.from(JSON.stringify(overlay));
      await part.locator("input[type=file]").setInputFiles({ name: "rates.json", mimeType: "", buffer });
    };
    const discount = { provider: "openai", percent: "50", source: "contract 7" };
    await choose({ discounts: [discount] });
    await expect.poll(() => answerOf(page, "Train once"), soon).toBe("$0.45");
    await expect.poll(() => part.locator(".applied").textContent(), soon).toBe("1 discount in force.");
    await expect.poll(() => page.locator(".take-away").textContent(), soon).toContain("--own-prices own-prices.json");
    expect(page.url()).not.toContain("contract");
    await choose({ discounts: [{ ...discount, percent: "500" }] });
    await expect.poll(() => part.getByRole("alert").textContent(), soon).toContain("discounts.0.percent");
    expect(await answerOf(page, "Train once")).toBe("$0.45");
    await part.getByRole("button", { name: "Remove your prices" }).click();
    await expect.poll(() => answerOf(page, "Train once"), soon).toBe("$0.90");
    expect(errors).toEqual([]);
    await close();
  });
});

describe("what is taken along", () => {
  it("is the library's answer, byte for byte", async () => {
    const { page, close } = await built.open(`#v=1&examples=1500&tokens-per-example=310.5&epochs=2&${day}`);
    await settled(page);
    const download = page.waitForEvent("download");
    await page.getByRole("button", { name: "Download JSON" }).click();
    const path = await (await download).path();
    const question: Question = {
      asOf: "2026-11-24",
      prices,
      job: { examples: 1500, tokensPerExample: 310.5, epochs: 2 },
      traffic: { requestsPerMonth: 240_000, inputTokens: 900, outputTokens: 120, months: 3 },
      alternative: { kind: "few_shot", extraInputTokens: 932 },
    };
    expect(await readFile(path, "utf8")).toBe(answerText(estimate(question)));
    await close();
  });

  it("is copied: the link, Markdown, CSV, the command", async () => {
    const { page, close } = await built.open(`#v=1&examples=1500&find=openai%2F&${day}`, {
      permissions: ["clipboard-read", "clipboard-write"],
    });
    await settled(page);
    const copied = async (button: string, what: string): Promise<string> => {
      await page.locator(".take-away").getByRole("button", { name: button }).click();
      // What was copied before is said to be copied until this is.
      await expect.poll(() => page.locator(".said").textContent(), soon).toContain(`Copied ${what}.`);
      return page.evaluate(() => navigator.clipboard.readText());
    };
    expect(await copied("Copy link", "the link")).toBe(
      `${built.url}#v=1&examples=1500&as-of=2026-11-24&find=openai%2F`,
    );
    const csv = (await copied("Copy as CSV", "the table as CSV")).trim().split("\r\n");
    expect(csv[0]).toMatch(/^id,provider,model/u);
    expect(csv.slice(1).every((row) => row.startsWith("openai/"))).toBe(true);
    expect(await copied("Copy as Markdown", "the table as Markdown")).toMatch(
      /^\| offer \| train once \|.+\n\| --- \|/u,
    );
    expect(await copied("Copy the command", "the command")).toMatch(
      /^npx tunecast estimate \\\n {2}--examples 1500 \\\n/u,
    );
    await close();
  });
});

describe("the chart of money spent", () => {
  it("names what the tuned model is compared with, beside the answers", async () => {
    const { page, close } = await built.open(`#v=1&instead=rag&${day}`);
    const legend = page.locator("section[aria-labelledby=spent-title]");
    await expect
      .poll(() => legend.textContent(), soon)
      .toContain("not tuned: the untuned model with retrieved passages");
    await close();
  });
});

describe("the quality curve", () => {
  it("appears with the second run, with the plain rule beside the fit", async () => {
    const { page, errors, close } = await built.open(`#v=1&${day}`);
    const type = async (label: string, text: string): Promise<void> =>
      page.getByLabel(label, { exact: true }).fill(text);
    await type("Examples of run 1", "500");
    await type("Score of run 1", "66.2");
    await expect.poll(() => page.locator(".quality-answer").textContent(), soon).toMatch(/two|2|second/u);
    await type("Examples of run 2", "1000");
    await type("Score of run 2", "69.4");
    await expect.poll(() => page.locator(".quality-words").textContent(), soon).toContain("The plain rule says +3.2");
    await page.waitForURL(/pilots=500%3A66.2%2C1000%3A69.4/u);
    const slider = page.locator(".charts input[type=range]").nth(1);
    await slider.focus();
    const before = await slider.getAttribute("aria-valuetext");
    await page.keyboard.press("End");
    expect(before).not.toMatch(/^16,000 examples/u);
    await expect.poll(() => slider.getAttribute("aria-valuetext"), soon).toMatch(/^16,000 examples.+ever checked$/u);
    expect(errors).toEqual([]);
    await close();
  });
});

describe("what others' runs gained", () => {
  it("stands under its label until there is a run of the reader's own", async () => {
    const { page, errors, close } = await built.open(`#v=1&examples=500&${day}`);
    const others = page.locator(".others");
    await page.getByText("No runs yet", { exact: false }).click();
    await page.getByLabel("Kind of task", { exact: true }).selectOption("classification");
    await page.getByLabel("The untuned model scores", { exact: true }).fill("0.62");
    await expect.poll(() => others.textContent(), soon).toContain("Others' runs, not a forecast of yours");
    await expect.poll(() => others.getByRole("link").count(), soon).toBeGreaterThan(0);
    await page.getByLabel("Examples of run 1", { exact: true }).fill("500");
    await page.getByLabel("Score of run 1", { exact: true }).fill("66.2");
    await expect.poll(() => others.count(), soon).toBe(0);
    await expect.poll(() => page.getByText("No runs yet", { exact: false }).count(), soon).toBe(0);
    expect(errors).toEqual([]);
    await close();
  });
});

describe("light and dark", () => {
  it("follow the system until the reader decides, and stay decided", async () => {
    const { page, close } = await built.open("", { colorScheme: "dark" });
    const paper = (): Promise<string> =>
      page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
    const dark = await paper();
    await page.getByText("Light", { exact: true }).locator("..").click();
    await expect.poll(paper, soon).not.toBe(dark);
    const light = await paper();
    await page.reload();
    await expect.poll(paper, soon).toBe(light);
    await close();
  });
});
