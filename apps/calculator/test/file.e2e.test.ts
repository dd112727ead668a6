import { open, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Locator, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { answerOf, type BuiltPage, builtPage, chooseOffer, settled, soon, wholeCount } from "./builtPage.ts";

let built: BuiltPage;
const big = join(tmpdir(), `calculator-${process.pid}-large.jsonl`);
beforeAll(async () => {
  built = await builtPage();
  await writeRows(big, 32_000_000);
});
afterAll(async () => {
  await built?.close();
  await rm(big, { force: true });
});

const words = "tuning cost data model answer question price token file run month paper river stone light cloud".split(
  " ",
);

/** Chat rows without two alike, from a fixed seed. */
async function writeRows(path: string, bytes: number): Promise<void> {
  const file = await open(path, "w");
  let seed = 1;
  const word = (): string => {
    seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
    return `${words[seed % words.length]}${seed % 9973}`;
  };
  const row = (): string => {
    const text = (count: number): string => Array.from({ length: count }, word).join(" ");
    const messages = [
      { role: "user", content: text(40) },
      { role: "assistant", content: text(60) },
    ];
    return `${JSON.stringify({ messages })}\n`;
  };
  for (let written = 0; written < bytes;) {
    let part = "";
    while (part.length < 1_000_000) part += row();
    written += (await file.write(part)).bytesWritten;
  }
  await file.close();
}

/**
 * The longest task of any page's main thread in a trace, in milliseconds of processor time, and of the clock's, which on
 * a busy machine counts the other programs too.
 */
function longestTask(trace: Buffer): { readonly processor: number; readonly clock: number } {
  const { traceEvents } = JSON.parse(trace.toString("utf8")) as { traceEvents: readonly TraceEvent[] };
  const threads = new Set(
    traceEvents.filter(({ args }) => args?.name === "CrRendererMain").map(({ pid, tid }) => `${pid} ${tid}`),
  );
  const tasks = traceEvents.filter(({ pid, tid }) => threads.has(`${pid} ${tid}`));
  const longest = (field: "dur" | "tdur"): number =>
    tasks.reduce((most, task) => Math.max(most, (task[field] ?? 0) / 1000), 0);
  return { processor: longest("tdur"), clock: longest("dur") };
}

interface TraceEvent {
  readonly pid: number;
  readonly tid: number;
  /** Microseconds. */
  readonly dur?: number;
  /** Microseconds of the thread's processor time. */
  readonly tdur?: number;
  readonly args?: { readonly name?: string };
}

async function choose(page: Page, path: string): Promise<void> {
  await page.locator(".your-file input[type=file]").setInputFiles(path);
}

describe("a file", () => {
  it("is counted where it is, its bad rows named by line, and put away again", async () => {
    const { page, errors, requests, close } = await built.open();
    const rows = Array.from({ length: 12 }, (_, at) =>
      JSON.stringify({
        messages: [
          { role: "user", content: `Question ${at}` },
          { role: "assistant", content: "Yes." },
        ],
      }),
    );
    rows[6] = '{"messages": [';
    const path = join(tmpdir(), `calculator-${process.pid}-small.jsonl`);
    await writeFile(path, rows.join("\n"));
    await choose(page, path);
    await expect.poll(() => page.locator(".file-status").textContent(), soon).toContain("11 of 12 rows are examples");
    await wholeCount(page);
    const textOf = (place: Locator) => expect.poll(() => place.textContent(), soon);
    await textOf(page.getByRole("list", { name: "Findings in the file" })).toContain("line 7");
    await expect.poll(() => page.getByLabel("Examples, counted").inputValue(), soon).toBe("11");
    await textOf(page.getByRole("list", { name: "Notes" })).toContain("1 row could not be read");
    await textOf(page.locator(".one .range").first()).toMatch(/^at least/u);
    await textOf(page.locator(".offers td.total").first()).toMatch(/^at least/u);
    await page.getByRole("button", { name: "Back to typed numbers" }).click();
    await expect.poll(() => page.getByLabel("Examples", { exact: true }).inputValue(), soon).toBe("8,000");
    expect(errors).toEqual([]);
    expect(requests.filter((address) => !address.startsWith(built.url) && !address.startsWith("blob:"))).toEqual([]);
    await rm(path);
    await close();
  });

  it("may have a validation file beside it: in the bill as the offer bills it, and what is in both is named", async () => {
    const { page, errors, close } = await built.open(
      "#v=1&as-of=2026-11-24&offer=together%2Fllama-3.1-8b-instruct%3Asft-lora",
    );
    const rows = (from: number, count: number): Buffer =>
      Buffer.from(
        Array.from({ length: count }, (_, at) => {
          const user = { role: "user", content: `Where is parcel ${from + at}? ${"It never came. ".repeat(2000)}` };
          return JSON.stringify({ messages: [user, { role: "assistant", content: `In the centre ${from + at}.` }] });
        }).join("\n"),
      );
    const input = page.locator(".your-file .drop input[type=file]");
    await input.setInputFiles({ name: "train.jsonl", mimeType: "", buffer: rows(0, 400) });
    await wholeCount(page);
    const alone = await answerOf(page, "Train once");
    const validation = page.locator(".validation");
    await validation
      .locator("input[type=file]")
      .setInputFiles({ name: "scored.jsonl", mimeType: "", buffer: rows(399, 100) });
    await expect.poll(() => validation.textContent(), soon).toContain("100 of 100 rows are examples");
    await page.getByLabel("Times it is scored").fill("8");
    await expect.poll(() => answerOf(page, "Train once"), soon).not.toBe(alone);
    await expect
      .poll(() => page.locator(".verdict").textContent(), soon)
      .toContain("the example is in the validation file too");
    await expect
      .poll(() => page.locator(".repeats").textContent(), soon)
      .toContain("None: no two examples have seven tenths of their letters in common, in neither file.");
    const command = page.locator(".take-away");
    await expect.poll(() => command.textContent(), soon).toMatch(/train\.jsonl[^n]+--validation scored\.jsonl/u);
    await page.getByRole("button", { name: "Without it" }).click();
    await expect.poll(() => answerOf(page, "Train once"), soon).toBe(alone);
    await expect.poll(() => page.locator(".verdict").textContent(), soon).not.toContain("validation file");
    expect(errors).toEqual([]);
    await close();
  });

  it("can be dropped anywhere", async () => {
    const { page, close } = await built.open();
    await page.locator(".promise").waitFor();
    const transfer = await page.evaluateHandle(() => {
      const data = new DataTransfer();
      data.items.add(new File(['{"prompt":"a","completion":"b"}\n'], "dropped.jsonl"));
      data.items.add(new File(["b"], "other.csv"));
      return data;
    });
    const dragged = (): Promise<string | null> => page.locator("main").getAttribute("class");
    // A hand that drags a file moves on and on; what listens to it comes once the first screen stands.
    await expect
      .poll(async () => {
        await page.locator("h1").dispatchEvent("dragover", { dataTransfer: transfer });
        return dragged();
      }, soon)
      .toBe("dragging");
    await page.locator("h1").dispatchEvent("drop", { dataTransfer: transfer });
    await expect.poll(() => page.locator(".file-status").textContent(), soon).toContain("dropped.jsonl");
    await expect
      .poll(() => page.locator(".left-alone").textContent(), soon)
      .toContain("Only dropped.jsonl was read, not other.csv");
    await expect.poll(dragged, soon).toBeNull();
    await close();
  });

  it("may be the sample", async () => {
    const { page, close } = await built.open();
    await page.getByRole("button", { name: "Try the sample" }).click();
    await expect.poll(() => page.locator(".file-status").textContent(), soon).toContain("are examples");
    expect(await answerOf(page, "Train once")).toMatch(/\d/u);
    await close();
  });

  it("is checked by the rules of the chosen offer's provider, again when another is chosen", async () => {
    const { page, errors, requests, close } = await built.open("#v=1&offer=openai%2Fgpt-4.1-mini-2025-04-14%3Asft");
    const good = (at: number): string =>
      `{"messages":[{"role":"user","content":"Question ${at}"},{"role":"assistant","content":"Yes, ${at}."}]}`;
    const rows = Array.from({ length: 40 }, (_, at) => (at < 30 ? `{"messages":[]}` : good(at)));
    const buffer = Buffer.from(rows.join("\n"));
    await page.locator(".your-file input[type=file]").setInputFiles({ name: "rows.jsonl", mimeType: "", buffer });
    const verdict = page.locator(".verdict");
    await expect.poll(() => verdict.textContent(), soon).toContain("OpenAI would refuse this file");
    const listed = (): Promise<string[]> => verdict.getByRole("listitem").allTextContents();
    await expect.poll(async () => (await listed()).join(" "), soon).toContain("Line 1:");
    const findings = await listed();
    // Thirty rows with the same flaw are one entry.
    expect(findings.length).toBeLessThan(10);
    expect(findings.join(" ")).toMatch(/The same in lines 2, 3, 4, 5 and \d+ more places/u);
    const choose = (id: string): Promise<unknown> => chooseOffer(page, id);
    await choose("together/llama-3.1-8b-instruct:sft-lora");
    await expect.poll(() => verdict.textContent(), soon).toContain("Together AI would refuse");
    await choose("ori/up-to-10b:sft-lora");
    await settled(page);
    await expect.poll(() => verdict.textContent(), soon).toContain("publishes no rules");
    await expect.poll(() => verdict.getByRole("listitem").count(), soon).toBe(0);
    expect(errors).toEqual([]);
    expect(requests.filter((address) => !address.startsWith(built.url) && !address.startsWith("blob:"))).toEqual([]);
    await close();
  });

  it("is checked by the rules of the provider that was asked for, where that refuses the job", async () => {
    const { page, close } = await built.open("#v=1&offer=openai%2Fgpt-4.1-mini-2025-04-14%3Asft");
    const buffer = Buffer.from('{"messages":[{"role":"user","content":"Hi"},{"role":"assistant","content":"Yes."}]}\n');
    await page.locator(".your-file input[type=file]").setInputFiles({ name: "one.jsonl", mimeType: "", buffer });
    await expect.poll(() => page.locator(".answers .note").textContent(), soon).toContain("cannot take this job");
    await expect.poll(() => page.locator(".verdict").textContent(), soon).toContain("OpenAI would refuse this file");
    await close();
  });

  it("that cannot be read is refused in a sentence, and the typed numbers hold", async () => {
    const { page, close } = await built.open();
    await page
      .locator(".your-file input[type=file]")
      .setInputFiles({ name: "nothing.jsonl", mimeType: "", buffer: Buffer.from("") });
    await expect
      .poll(() => page.locator(".file-status, .obstacle").first().textContent(), soon)
      .toMatch(/no example|empty|nothing|0 of 0/iu);
    await close();
  });
});

describe("a large file", () => {
  it("is counted while the page answers input, none of its tasks a twentieth of the wait", async () => {
    const { page, errors, requests, close } = await built.open();
    await page.locator(".promise").waitFor();
    // The first estimate of a page is the slow one; a reader has typed before.
    await page.getByLabel("Epochs", { exact: true }).fill("2");
    await built.browser.startTracing(page, { categories: ["toplevel", "__metadata"] });
    await choose(page, big);
    await page.getByRole("button", { name: "Cancel" }).waitFor();
    const start = performance.now();
    const answered: number[] = [];
    const status = page.locator(".file-status");
    for (let at = 0; !(await status.textContent())?.includes("are examples"); at += 1) {
      const pressed = performance.now();
      const requestsTyped = String(1000 + at);
      await page.getByLabel("Requests a month").fill(requestsTyped);
      await page.waitForURL(new RegExp(`requests=${requestsTyped}(?:&|$)`, "u"), soon);
      answered.push(performance.now() - pressed);
      if (performance.now() - start > 400_000) throw new Error("The file was not counted in 400 seconds.");
    }
    const longest = longestTask(await built.browser.stopTracing());
    const { size } = await stat(big);
    const seconds = (performance.now() - start) / 1000;
    console.log(
      `${(size / 1e6).toFixed(0)} MB in ${seconds.toFixed(1)} s; ${answered.length} inputs meanwhile, slowest ` +
        `${Math.max(...answered).toFixed(0)} ms (200 of them waiting for the address); longest task of the page ` +
        `${longest.processor.toFixed(1)} ms of processor time, ${longest.clock.toFixed(1)} ms by the clock`,
    );
    expect(answered.length).toBeGreaterThan(3);
    expect(longest.processor).toBeGreaterThan(0);
    // Counted by the page itself it would be one task as long as the wait; `npm run bench:page` prints milliseconds.
    expect(longest.processor).toBeLessThan((seconds * 1000) / 20);
    expect(errors).toEqual([]);
    expect(requests.filter((address) => !address.startsWith(built.url) && !address.startsWith("blob:"))).toEqual([]);
    await close();
  }, 450_000);

  it("is cancelled at once", async () => {
    const { page, close } = await built.open();
    await page.locator(".promise").waitFor();
    await choose(page, big);
    await page.getByRole("button", { name: "Cancel" }).waitFor();
    await expect
      .poll(() => page.locator("progress").evaluate((bar) => (bar as HTMLProgressElement).value), soon)
      .toBeGreaterThan(0);
    await page.getByRole("button", { name: "Cancel" }).click();
    await expect.poll(() => page.locator(".file-status").count(), soon).toBe(0);
    await expect.poll(() => page.workers().length, soon).toBe(0);
    await expect.poll(() => page.getByLabel("Examples", { exact: true }).inputValue(), soon).toBe("8,000");
    await close();
  });
});
