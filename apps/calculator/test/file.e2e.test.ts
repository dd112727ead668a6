import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  type BuiltPage,
  builtPage,
  enter,
  give,
  settled,
  soon,
  type Visit,
  verdictOf,
  wholeCount,
} from "./builtPage.ts";
import { rows, shapes } from "./fileRows.ts";

let built: BuiltPage;
beforeAll(async () => {
  built = await builtPage();
});
afterAll(async () => {
  await built?.close();
});

describe("several files", () => {
  // One page for all: its workers keep the vocabularies.
  let shared: Visit;
  beforeAll(async () => {
    shared = await built.open("#v=1&as-of=2026-11-24");
  });
  afterAll(() => shared?.close());

  it.each(shapes)("of %s have the verdicts of the same rows in one", async (_name, extension, row) => {
    const { page } = shared;
    const head = { csv: "prompt,completion\n", tsv: "prompt\tcompletion\n" }[extension] ?? "";
    const part = (from: number, count: number): string =>
      head + Array.from({ length: count }, (_, at) => row(from + at)).join("\n");
    const said = async (): Promise<string> => {
      await wholeCount(page);
      await enter(page, "Data");
      await page.getByText("What each provider says to it").click();
      const all = page.locator(".all-verdicts dl");
      let last = "";
      await expect
        .poll(
          async () => {
            const before = last;
            last = await all.innerText();
            return before === last && !/not checked yet/u.test(last);
          },
          { ...soon, interval: 700 },
        )
        .toBe(true);
      await enter(page, "Decide");
      return `${await page.getByLabel("Examples, counted").inputValue()} ${last}`;
    };
    await give(page, { name: `all.${extension}`, text: part(0, 100) });
    const one = await said();
    await page.getByRole("button", { name: "Put away" }).click();
    await give(
      page,
      ...Array.from({ length: 10 }, (_, at) => ({ name: `part${at}.${extension}`, text: part(10 * at, 10) })),
    );
    expect(await said()).toBe(one);
    await page.getByRole("button", { name: "Put away" }).click();
  });
});

const bad: readonly (readonly [name: string, text: string | Buffer, reason: RegExp])[] = [
  ["picture.png", Buffer.from([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10]), /A picture/u],
  ["page.html", "<!doctype html><p>Not found", /A web page/u],
  ["empty.jsonl", "", /It is empty/u],
  ["alien.jsonl", `${JSON.stringify({ alpha: 1 })}\n`, /No example was found in it: the [^.]+\./u],
  ["broken.jsonl", '{"messages": [\n', /No example was found/u],
  ["book.xlsx", Buffer.from("PK\u0003\u0004xl/workbook"), /ZIP archive or an Office file/u],
  ["axolotl.yml", "base_model: meta-llama/Llama-3.1-8B\nadapter: lora\n", /A configuration.+tunecast gpu/u],
  ["train.log", "{'loss': 1.9, 'epoch': 0.1}\n", /A log.+tunecast reconcile/u],
  ["pilots.csv", "examples,score\n250,61.5\n500,66.2\n", /A table of runs.+paste it under “Data”/u],
  ["noise.bin", Buffer.from([1, 2, 3, 250, 251, 0, 9, 8]), /No example was found|cannot be read|is not/u],
];

describe("a file that is no data", () => {
  it.each([390, 1280])("is refused in one sentence where the person looks, and the figures stay: %d", async (width) => {
    const { page, close } = await built.open("#v=1&as-of=2026-11-24", { viewport: { width, height: 844 } });
    const verdict = await verdictOf(page);
    for (const [name, text, reason] of bad) {
      if (width < 1024) await page.locator(".job-line").click();
      await give(page, { name, text });
      const line = page.locator(".strip li", { hasText: name });
      await expect.poll(() => line.innerText(), soon).toMatch(reason);
      if (width < 1024) await page.locator(".job-line").click();
      const top = (await line.boundingBox())?.y ?? Infinity;
      expect([name, top < 844 && top >= 0]).toEqual([name, true]);
      await expect.poll(async () => [name, await verdictOf(page)], soon).toEqual([name, verdict]);
      await line.getByRole("button", { name: "Remove" }).click();
      await expect.poll(() => page.locator(".strip").count(), soon).toBe(0);
    }
    await close();
  });

  it("stands beside those that are: the second table has other columns", async () => {
    const { page, close } = await built.open();
    await give(page, { name: "a.csv", text: "prompt,completion\nA,B\n" }, { name: "b.csv", text: "x,y\n1,2\n" });
    await expect
      .poll(() => page.locator(".strip").innerText(), soon)
      .toMatch(/b\.csv.+columns are not those of a\.csv/su);
    await expect.poll(() => page.locator(".strip").innerText(), soon).toContain("1 example.");
    await close();
  });
});

describe("a table without known columns", () => {
  it("is counted once the reader has said which is which", async () => {
    const { page, errors, close } = await built.open();
    const text = `ticket,what they wrote,what we said\n${Array.from({ length: 12 }, (_, at) => `${at},Where is ${at}?,It comes on day ${at}.`).join("\n")}`;
    await give(page, { name: "refunds.csv", text });
    const line = page.locator(".strip li");
    await expect.poll(() => line.innerText(), soon).toContain("Which column is which?");
    // The form opens with what the names of the columns suggest.
    expect(await page.getByLabel("Prompt", { exact: true }).inputValue()).toBe("what they wrote");
    expect(await page.getByLabel("Answer", { exact: true }).inputValue()).toBe("what we said");
    await page.getByLabel("Prompt", { exact: true }).selectOption("ticket");
    await page.getByLabel("Prompt", { exact: true }).selectOption("what they wrote");
    await page.getByRole("button", { name: "Count 12 rows" }).click();
    await expect.poll(() => line.innerText(), soon).toContain("12 examples.");
    expect(errors).toEqual([]);
    await close();
  });

  it.each([
    [
      "packed in two members",
      "rows.csv.gz",
      Buffer.concat(
        [`n,"what, in short",what we said\n`, "1,Where is it?,On its way.\n".repeat(12)].map((part) => gzipSync(part)),
      ),
    ],
    [
      "in a list of a document",
      "rows.json",
      JSON.stringify({ of: { data: Array.from({ length: 12 }, () => ({ frage: "Wo?", antwort: "Da" })) } }),
    ],
    ["of texts alone", "rows.csv", `essay\n${"It was a dark and stormy night.\n".repeat(12)}`],
  ])("is asked about where it is %s", async (_what, name, content) => {
    const { page, errors, close } = await built.open();
    await give(page, { name, text: content });
    const line = page.locator(".strip li");
    await expect.poll(() => line.innerText(), soon).toContain("Which column is which?");
    await page.getByRole("button", { name: /^Count/u }).click();
    await expect.poll(() => line.innerText(), soon).toContain("12 examples.");
    expect(errors).toEqual([]);
    await close();
  });

  it.each([
    ["a text with its label", { label: 1, text: "The parcel never came." }, "text", "label"],
    [
      "a logged request",
      {
        id: 7,
        request: { messages: [{ role: "user", content: "Where is it?" }] },
        response: { choices: [{ message: { role: "assistant", content: "On its way." } }] },
      },
      "request.messages",
      "response.choices.0.message",
    ],
  ])("is asked about %s, wherever the columns lie", async (_what, row, prompt, answer) => {
    const { page, close } = await built.open();
    await give(page, { name: "rows.jsonl", text: `${JSON.stringify(row)}\n`.repeat(12) });
    const line = page.locator(".strip li");
    await expect.poll(() => line.innerText(), soon).toContain("Which column is which?");
    expect(await page.getByLabel("Prompt", { exact: true }).inputValue()).toBe(prompt);
    expect(await page.getByLabel("Answer", { exact: true }).inputValue()).toBe(answer);
    await page.getByRole("button", { name: "Count 12 rows" }).click();
    await expect.poll(() => line.innerText(), soon).toContain("12 examples.");
    await close();
  });
});

describe("a counted file", () => {
  it("gives all numbers that it holds, keeps the pick, and is in the link by its means", async () => {
    const { page, errors, requests, close } = await built.open("#v=1&as-of=2026-11-24");
    await settled(page);
    const pick = await page.locator("#offer option:checked").innerText();
    await give(page, { name: "rows.jsonl", text: rows(0, 120) });
    const means = (): Promise<readonly string[]> =>
      Promise.all(
        ["Tokens each", "Prompt tokens", "Answer tokens"].map((label) =>
          page.getByLabel(`${label}, counted`).inputValue(),
        ),
      );
    await page.getByLabel("Answer tokens, counted").waitFor();
    const soonest = await means();
    await wholeCount(page);
    // Counted for one offer, then for all: what the fields say stays.
    expect(await means()).toEqual(soonest);
    expect(await page.getByLabel("Examples, counted").inputValue()).toBe("120");
    const tokens = Number(await page.getByLabel("Tokens each, counted").inputValue());
    const prompt = Number(await page.getByLabel("Prompt tokens, counted").inputValue());
    const answer = Number(await page.getByLabel("Answer tokens, counted").inputValue());
    expect(prompt).toBeGreaterThan(5);
    expect(answer).toBeGreaterThan(5);
    expect(Math.abs(prompt + answer - tokens)).toBeLessThan(12);
    expect(await page.locator("#offer option:checked").innerText()).toBe(pick);
    await enter(page, "Take along");
    const link = await page.locator("#link").inputValue();
    expect(link).toMatch(/examples=120&tokens-per-example=[\d.]+/u);
    await enter(page, "Decide");
    const verdict = await verdictOf(page);
    await page.getByRole("button", { name: "Put away" }).click();
    await expect.poll(() => page.getByLabel("Examples", { exact: true }).inputValue(), soon).toBe("8,000");
    expect(await page.getByLabel("Prompt tokens", { exact: true }).inputValue()).toBe("900");
    expect(verdict).not.toBe("");
    expect(errors).toEqual([]);
    expect(requests.filter((address) => !address.startsWith(built.url) && !address.startsWith("blob:"))).toEqual([]);
    await close();
  });

  it("names bad rows by line, takes a validation file, and finds what is in both", async () => {
    const { page, errors, close } = await built.open(
      "#v=1&as-of=2026-11-24&offer=together%2Fllama-3.1-8b-instruct%3Asft-lora&door=data",
    );
    const lines = rows(0, 40).split("\n");
    lines[6] = '{"messages": [';
    await give(page, { name: "train.jsonl", text: lines.join("\n") });
    await wholeCount(page);
    await expect.poll(() => page.locator(".findings").first().innerText(), soon).toContain("line 7");
    await page.getByText("A validation file", { exact: true }).click();
    await page
      .locator(".validation input[type=file]")
      .setInputFiles({ name: "scored.jsonl", mimeType: "", buffer: Buffer.from(rows(39, 10)) });
    await expect.poll(() => page.locator(".validation").innerText(), soon).toContain("10 of 10 rows are examples");
    await page.getByText("What each provider says to it").click();
    await expect
      .poll(() => page.locator(".provider-check").innerText(), soon)
      .toContain("the example is in the validation file too");
    await enter(page, "Take along");
    await page.getByRole("button", { name: "Command", exact: true }).click();
    await expect
      .poll(() => page.locator(".code").innerText(), soon)
      .toMatch(/train\.jsonl[^n]+--validation scored\.jsonl/u);
    expect(errors).toEqual([]);
    await close();
  });

  it("names the rows of a list by their number, not by a line", async () => {
    const { page, close } = await built.open(
      "#v=1&as-of=2026-11-24&offer=together%2Fllama-3.1-8b-instruct%3Asft-lora&door=data",
    );
    await give(page, { name: "rows.json", text: `[${Array(12).fill(rows(0, 1).trim()).join()}]` });
    await wholeCount(page);
    await page.getByText("What each provider says to it").click();
    await expect
      .poll(() => page.locator(".provider-check").innerText(), soon)
      .toMatch(/Row 2: the example repeats.+ The same in rows 3, 4, 5, 6 and 6 more places/u);
    await close();
  });

  it("is refused in the strip when it is the first thing that the page is given", async () => {
    const { page, close } = await built.open();
    await give(page, { name: "photo.png", text: Buffer.from([137, 80, 78, 71, 13, 10, 26, 10, 0, 0, 0, 13]) });
    await expect.poll(() => page.locator(".strip .wrong").innerText(), soon).toContain("photo.png");
    await close();
  });

  it("can be dropped anywhere, and pasted", async () => {
    const { page, close } = await built.open("#v=1&door=offers");
    await settled(page);
    const transfer = await page.evaluateHandle(() => {
      const data = new DataTransfer();
      data.items.add(new File(['{"prompt":"a","completion":"b"}\n'], "dropped.jsonl"));
      return data;
    });
    // What listens to it comes once the first screen stands.
    await expect
      .poll(async () => {
        await page.locator("h1").dispatchEvent("dragover", { dataTransfer: transfer });
        return page.locator("main").getAttribute("class");
      }, soon)
      .toBe("dragging");
    await page.locator("h1").dispatchEvent("drop", { dataTransfer: transfer });
    await expect.poll(() => page.locator(".strip").innerText(), soon).toContain("dropped.jsonl");
    await close();
  });
});
