// @ts-check
/**
 * A picture of every state of the built page, at 390 and 1280 pixels, light and dark, to be looked at before a release:
 *
 *     npm run pictures                  # into the folder that it names
 *     node apps/calculator/tools/states.mjs FOLDER [STATE…]
 */
import { mkdir } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { prices } from "@tunecast/pricing";
import { launchChromium } from "../../../.config/browser.mjs";
import { staticServer } from "../bench/staticServer.mjs";

/** @typedef {import("playwright-core").Page} Page */
/**
 * @typedef {object} State
 * @property {string} name
 * @property {string} [fragment] after the version and the day
 * @property {string} [part] what is shown; the whole page where not given, `window` for what is in sight
 * @property {(page: Page) => Promise<void>} [before] before the page is opened
 * @property {(page: Page) => Promise<void>} [after] once it stands
 */

const day = `#v=1&as-of=${prices.version}`;
const mini = "offer=openai%2Fgpt-4.1-mini-2025-04-14%3Asft";
const runs = "pilots=250%3A61.5%3A1.5%2C500%3A66.2%3A1.5%2C1000%3A69.4%3A1.4%2C2000%3A73.1%3A1.4&target=80";
const sample = async (/** @type {Page} */ page) => {
  await page.getByRole("button", { name: "Try the sample" }).click();
  await page.getByText("are examples").waitFor();
  await page.waitForTimeout(4000);
};

/** @type {readonly State[]} */
const states = [
  { name: "opens", part: "window" },
  { name: "whole" },
  { name: "closing", part: "window", fragment: `&${mini}&months=12` },
  {
    name: "later-link",
    part: "window",
    fragment: `&${mini}`,
    before: (page) => page.clock.setFixedTime(new Date("2027-02-10T10:00:00")),
  },
  {
    name: "fields-open",
    part: "window",
    after: async (page) => {
      const line = page.locator(".job-line");
      if (await line.isVisible()) await line.click();
      await page.locator(".more > summary").click();
    },
  },
  {
    name: "empty-field",
    part: "window",
    after: async (page) => {
      const line = page.locator(".job-line");
      if (await line.isVisible()) await line.click();
      await page.locator("#examples").fill("");
      if (await line.isVisible()) await line.click();
    },
  },
  { name: "broken-link", part: "window", fragment: "&examples=many&months=x" },
  { name: "nothing-found", part: ".offers", fragment: "&find=nobody-sells-this" },
  {
    name: "compare",
    part: ".offers",
    after: async (page) => {
      for (const at of [0, 2, 4]) await page.locator(".offers td.pin input").nth(at).check();
    },
  },
  {
    name: "decide",
    part: ".decide",
    fragment:
      "&rag=700&rag-monthly=20&larger-model=anthropic%2Fclaude-haiku-4-5&examples-owned=7900&label-cost=0.4&eval-items=200&eval-cost=0.05&scores=tuned%3A81%2Cfew_shot%3A74&on-cards=llama-3.1-8b",
  },
  { name: "bills", part: ".bills" },
  { name: "runs", part: "section.quality", fragment: `&${mini}&pilot-model=gpt-4.1-mini-2025-04-14&${runs}` },
  { name: "runs-first-screen", part: "window", fragment: `&${mini}&pilot-model=gpt-4.1-mini-2025-04-14&${runs}` },
  { name: "sample", part: ".your-file", after: sample },
  { name: "sample-offers", part: ".offers", after: sample },
  {
    name: "bad-rows",
    part: ".your-file",
    after: async (page) => {
      const good = '{"messages":[{"role":"user","content":"Hi"},{"role":"assistant","content":"Hello"}]}';
      const buffer = Buffer.from([good, "{broken", good, '{"messages":[]}', good].join("\n"));
      await page.locator(".your-file input[type=file]").setInputFiles({ name: "rows.jsonl", mimeType: "", buffer });
      await page.getByText("are examples").waitFor();
      await page.waitForTimeout(3000);
    },
  },
  {
    name: "own-prices",
    part: ".own-prices",
    after: async (page) => {
      await page.getByRole("button", { name: "Add an exchange rate" }).click();
      await page.getByLabel("is worth").fill("0.86");
      await page.getByLabel("Source").fill("our bank");
      await page.getByRole("button", { name: "Add a discount" }).click();
      await page.locator(".own-files > summary").click();
    },
  },
  { name: "budget", part: ".budget" },
  { name: "take-away", part: ".take-away" },
  {
    name: "part-gone",
    before: (page) => page.route(/BelowFold-/u, (route) => route.abort()),
    part: "#below",
    after: async (page) => {
      await page.evaluate(() => scrollTo(0, 600));
      await page.locator(".part-missing").waitFor();
    },
  },
  {
    name: "figures-gone",
    before: (page) => page.route(/figures-/u, (route) => route.abort()),
    part: "window",
    after: (page) => page.locator(".part-missing").waitFor(),
  },
];

const [folder = join(tmpdir(), "tunecast-pictures"), ...wanted] = process.argv.slice(2);
await mkdir(folder, { recursive: true });
const server = await staticServer(fileURLToPath(new URL("../dist", import.meta.url)));
const browser = await launchChromium();
let told = 0;
try {
  for (const state of states.filter(({ name }) => wanted.length === 0 || wanted.includes(name)))
    for (const width of [390, 1280])
      for (const scheme of /** @type {const} */ (["light", "dark"])) await picture(state, width, scheme);
} finally {
  await browser.close();
  server.close();
}
console.log(`Pictures in ${folder}.${told > 0 ? ` ${told} messages in the console.` : ""}`);
if (told > 0) process.exitCode = 1;

/** @param {State} state @param {number} width @param {"light" | "dark"} scheme */
async function picture({ name, fragment = "", part, before, after }, width, scheme) {
  const context = await browser.newContext({
    viewport: { width, height: width < 600 ? 844 : 900 },
    colorScheme: scheme,
    serviceWorkers: "block",
  });
  const page = await context.newPage();
  page.on("pageerror", (error) => {
    told += 1;
    console.log(`${name} ${width} ${scheme}: ${error}`);
  });
  await before?.(page);
  await page.goto(`${server.url}${day}${fragment}`);
  if (!name.endsWith("gone")) await page.locator(".take-away").waitFor({ state: "attached", timeout: 60_000 });
  await page.waitForTimeout(700);
  await after?.(page);
  await page.waitForTimeout(500);
  const path = join(folder, `${name}-${width}-${scheme}.png`);
  if (part === undefined || part === "window") await page.screenshot({ path, fullPage: part === undefined });
  else await page.locator(part).screenshot({ path });
  console.log(`${name}-${width}-${scheme}.png`);
  await context.close();
}
