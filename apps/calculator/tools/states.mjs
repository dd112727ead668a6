// @ts-check
/** Pictures of every state of the built page, to be looked at: `node apps/calculator/tools/states.mjs FOLDER [STATE…]`. */
import { mkdir } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { prices } from "@tunecast/pricing";
import { launchChromium } from "../../../.config/browser.mjs";
import { staticServer } from "../bench/staticServer.mjs";

/** @typedef {import("playwright-core").Page} Page */
/** @typedef {{ name: string, fragment?: string, query?: string, before?: (page: Page) => Promise<void>, after?: (page: Page) => Promise<void> }} State */

const day = `#v=1&as-of=${prices.version}`;
const mini = "&offer=openai%2Fgpt-4.1-mini-2025-04-14%3Asft&months=12";
const runs =
  "&pilots=250%3A73.1%2C500%3A76.4%2C1000%3A78.7%2C2000%3A80.4&pilot-model=nova-micro&offer=aws-bedrock%2Fnova-micro%3Asft&examples=2000&examples-owned=2000&label-cost=0.4&eval-items=2000";
const ways = "&rag=1200&rag-monthly=20&larger-model=anthropic%2Fclaude-haiku-4-5&on-cards=llama-3.1-8b&months=12";

/** @param {Page} page */
const unfolded = async (page) => {
  const line = page.locator(".job-line");
  if (await line.isVisible()) await line.click();
  return page;
};
/** @param {readonly [name: string, text: string | Buffer][]} files @returns {(page: Page) => Promise<void>} */
const given = (files) => async (page) => {
  await page
    .locator(".drop input[type=file]")
    .first()
    .setInputFiles(files.map(([name, text]) => ({ name, mimeType: "", buffer: Buffer.from(text) })));
  await page.waitForTimeout(5000);
};
const chat = '{"messages":[{"role":"user","content":"Hi"},{"role":"assistant","content":"Hello"}]}\n';
/** @type {readonly [string, string | Buffer][]} */
const mixed = [
  ["a.jsonl", chat.repeat(30)],
  ["b.jsonl", chat.repeat(12)],
  ["logo.png", Buffer.from([0x89, 0x50, 0x4e, 0x47])],
  ["error.html", "<!doctype html>"],
];

/** @type {readonly State[]} */
const states = [
  { name: "not-yet", fragment: "&requests=9000&months=12" },
  { name: "dont", fragment: "&requests=2000" },
  { name: "tune", fragment: "&requests=3000000&months=12" },
  { name: "dont-closing", fragment: mini },
  { name: "no-traffic", fragment: "&requests=" },
  { name: "labels", fragment: "&examples-owned=0&label-cost=0.4" },
  { name: "all-ways", fragment: ways },
  { name: "fields-open", after: async (page) => (await unfolded(page)).locator(".more > summary").click() },
  { name: "empty-field", after: async (page) => (await unfolded(page)).locator("#examples").fill("") },
  { name: "broken-link", fragment: "&examples=many&months=x" },
  { name: "later-link", fragment: mini, before: (page) => page.clock.setFixedTime(new Date("2027-02-10T10:00:00")) },
  { name: "files", after: given(mixed) },
  { name: "columns", after: given([["refunds.csv", "ticket,question,reply\n1,a,b\n"]]) },
  { name: "offers", fragment: "&door=offers" },
  { name: "offers-pinned", fragment: "&door=offers&pins=aws-bedrock%2Fnova-micro%3Asft" },
  { name: "nothing-found", fragment: "&door=offers&find=nobody-sells-this" },
  { name: "data", fragment: `&door=data${runs}&value-per-point=700` },
  { name: "no-runs", fragment: "&door=data" },
  { name: "data-files", fragment: "&door=data", after: given(mixed) },
  { name: "take", fragment: "&door=take" },
  { name: "card", query: "?embed" },
  { name: "figures-gone", before: async (page) => void (await page.route(/figures-/u, (route) => route.abort())) },
];

const phone = { width: 390, height: 844 };
/** Each page is pictured as it is, and then with the further media of its looks. */
const looks = /** @type {const} */ ([
  { name: "390", viewport: phone, media: [["light"], ["dark"]] },
  { name: "1280", viewport: { width: 1280, height: 900 }, media: [["light"], ["dark"], ["light", "active"]] },
  { name: "320", viewport: { width: 320, height: 640 }, media: [["light"]] },
  { name: "200", viewport: { width: 640, height: 450 }, scale: 2, media: [["light"]] },
  { name: "rtl", viewport: phone, rtl: true, media: [["light"]] },
]);

const [folder = join(tmpdir(), "tunecast-pictures"), ...wanted] = process.argv.slice(2);
await mkdir(folder, { recursive: true });
const server = await staticServer(fileURLToPath(new URL("../dist", import.meta.url)));
const browser = await launchChromium();
let told = 0;
try {
  for (const state of states.filter(({ name }) => wanted.length === 0 || wanted.includes(name)))
    for (const look of looks) await pictures(state, look);
} finally {
  await browser.close();
  server.close();
}
console.log(`Pictures in ${folder}.${told > 0 ? ` ${told} messages in the console.` : ""}`);
if (told > 0) process.exitCode = 1;

/** @param {State} state @param {(typeof looks)[number]} look */
async function pictures({ name, fragment = "", query = "", before, after }, look) {
  const context = await browser.newContext({
    viewport: look.viewport,
    deviceScaleFactor: "scale" in look ? look.scale : 1,
    reducedMotion: "reduce",
    serviceWorkers: "block",
  });
  const page = await context.newPage();
  page.on("pageerror", (error) => {
    told += 1;
    console.log(`${name} ${look.name}: ${error}`);
  });
  await page.clock.setFixedTime(new Date(`${prices.version}T10:00:00`));
  await before?.(page);
  await page.goto(server.url + query + day + fragment);
  if ("rtl" in look) await page.evaluate(() => (document.documentElement.dir = "rtl"));
  await page.locator("#answer > *").first().waitFor({ timeout: 60_000 });
  await page.waitForTimeout(2000);
  await after?.(page);
  for (const [colorScheme, forcedColors = "none"] of look.media) {
    await page.emulateMedia({ colorScheme, forcedColors });
    await page.waitForTimeout(300);
    const file = `${name}-${look.name}-${forcedColors === "active" ? "forced" : colorScheme}.png`;
    await page.screenshot({ path: join(folder, file), fullPage: true });
    const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    console.log(`${file}${over > 0 ? ` is ${over} pixels too wide` : ""}`);
  }
  await context.close();
}
