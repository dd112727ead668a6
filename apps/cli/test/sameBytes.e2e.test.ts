import { spawnSync } from "node:child_process";
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { countableRules, countRules, profileBytes } from "@tunecast/dataset";
import { answerText, estimate, type Job, type Question } from "@tunecast/estimator";
import { countingRules } from "@tunecast/estimator/prices";
import { prices } from "@tunecast/pricing/history";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { builtPage, type BuiltPage, enter, settled, wholeCount } from "../../calculator/test/builtPage.ts";

const main = fileURLToPath(new URL("../bin/tunecast.js", import.meta.url));
const sample = fileURLToPath(new URL("../sample/support-replies.jsonl", import.meta.url));
const asOf = "2026-11-24";
const foreign = { TZ: "Pacific/Kiritimati", LANG: "de_DE.UTF-8", LC_ALL: "tr_TR.UTF-8" };

let built: BuiltPage;
beforeAll(async () => {
  built = await builtPage();
});
afterAll(() => built?.close());

/** The page's own download, and the command that the page offers for the same question. */
async function fromPage(fragment: string, file?: string): Promise<{ bytes: string; command: string }> {
  const { page, close } = await built.open(fragment, {
    permissions: ["clipboard-read", "clipboard-write"],
    timezoneId: "America/Adak",
    locale: "ar-EG",
  });
  if (file !== undefined) {
    await page.locator(".drop input[type=file]").first().setInputFiles(file);
    // Until then only the vocabularies of the offers in sight are counted.
    await wholeCount(page);
  }
  await enter(page, "Take along");
  await settled(page);
  const download = page.waitForEvent("download");
  await page.getByRole("button", { name: "JSON", exact: true }).click();
  const bytes = await readFile(await (await download).path(), "utf8");
  await page.getByRole("button", { name: "Command", exact: true }).click();
  await page.locator(".code pre").waitFor();
  const command = await page.locator(".code pre").innerText();
  await close();
  return { bytes, command };
}

/** Runs the command that the page offered, in another time zone and language. */
function fromCommand(command: string): string {
  const argv = command.replaceAll(" \\\n", " ").split(/\s+/).slice(2);
  const cwd = fileURLToPath(new URL("../sample/", import.meta.url));
  const { stdout } = spawnSync(process.execPath, [main, ...argv, "--format", "json"], {
    cwd,
    encoding: "utf8",
    maxBuffer: 1e9,
    env: { ...process.env, ...foreign },
  });
  return stdout;
}

function fromLibrary(job: Job, command: string): string {
  const number = (option: string): number =>
    Number(new RegExp(`${option}[ =](?:\\w+=)?([\\d.]+)`, "u").exec(command)?.[1]);
  const question: Question = {
    asOf,
    prices,
    job,
    // Of a file the page takes the lengths of a request from its rows.
    traffic: {
      requestsPerMonth: 240_000,
      inputTokens: number("--input-tokens"),
      outputTokens: number("--output-tokens"),
      months: 3,
    },
    // What the page compares with: a prompt with examples of the data in it.
    alternative: { kind: "few_shot", extraInputTokens: number("--alternative") },
  };
  return answerText(estimate(question));
}

describe("library, command and page", () => {
  it("give the same bytes for typed numbers", async () => {
    const { bytes, command } = await fromPage(`#v=1&examples=1500&tokens-per-example=310.5&epochs=2&as-of=${asOf}`);
    expect(bytes.length).toBeGreaterThan(10_000);
    expect(fromCommand(command)).toBe(bytes);
    expect(fromLibrary({ examples: 1500, tokensPerExample: 310.5, epochs: 2 }, command)).toBe(bytes);
  });

  it("give the same bytes for a data file", async () => {
    const { bytes, command } = await fromPage(`#v=1&as-of=${asOf}`, sample);
    expect(fromCommand(command)).toBe(bytes);
    const rules = await countRules(countableRules(countingRules(prices, {}, asOf)));
    if (!rules.ok) throw new Error(rules.problem.kind);
    const chunks = (async function* () {
      yield new Uint8Array(await readFile(sample));
    })();
    const profile = await profileBytes(chunks, { rules: rules.value });
    if (!profile.ok) throw new Error(profile.problem.kind);
    expect(fromLibrary({ profile: profile.value, epochs: 3 }, command)).toBe(bytes);
  });
});
