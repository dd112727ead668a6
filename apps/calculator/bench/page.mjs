// @ts-check
/**
 * What the built page weighs, and how soon it stands and answers, beside its goals: `npm run bench:page`. Slow 4G (1.6 Mbit/s,
 * 150 ms), a processor four times slower than this one; times beside those of a minimal page in the same run.
 */
import { cpus, loadavg } from "node:os";
import { fileURLToPath } from "node:url";
import { prices } from "@tunecast/pricing";
import { launchChromium } from "../../../.config/browser.mjs";
import { staticServer } from "./staticServer.mjs";

const runs = Number(process.env["RUNS"] ?? 7);
const slower = Number(process.env["SLOWER"] ?? 4);
const slow4g = { offline: false, latency: 150, downloadThroughput: 1.6e6 / 8, uploadThroughput: 750e3 / 8 };
const phone = { width: 390, height: 844 };
const desk = { width: 1280, height: 900 };
const minimal =
  "<!doctype html><meta charset=utf-8><meta name=viewport content='width=device-width'><h1>Hello, world</h1>";
const pilots = "pilots=250%3A61.5%2C500%3A66.2%2C1000%3A69.4%2C2000%3A73.1&pilot-model=nova-micro";

/** @typedef {import("playwright-core").Page} Page */

const server = await staticServer(fileURLToPath(new URL("../dist", import.meta.url)), { "/minimal.html": minimal });
const browser = await launchChromium();
/** @type {[name: string, value: number, unit: string, goal: number | null][]} */
const rows = [];
try {
  const link = await sharedLink();
  /** @type {Awaited<ReturnType<typeof visit>>[][]} */
  const [opened = [], shared = [], plain = []] = [[], [], []];
  // In turn: what else this machine does falls on all three.
  for (let run = 0; run < runs; run += 1) {
    opened.push(await visit(""));
    shared.push(await visit(link));
    plain.push(await visit(null));
  }
  const tiny = median(plain.map(({ lcp }) => lcp));
  const lcp = (/** @type {typeof opened} */ loads) => median(loads.map((one) => one.lcp));
  rows.push(
    ["script loaded unasked, gz", median(opened.map(({ bytes }) => bytes)) / 1000, "kB", 90],
    ["requests unasked", median(opened.map(({ requests }) => requests)), "", 12],
    ["largest paint of a minimal page", tiny, "ms", null],
    ["largest paint of the page", lcp(opened), "ms", null],
    ["largest paint of the page, times the minimal page", lcp(opened) / tiny, "x", 1.5],
    ["largest paint of a shared link", lcp(shared), "ms", null],
    ["largest paint of a shared link, times the minimal page", lcp(shared) / tiny, "x", 2],
    ["layout shift of the page", median(opened.map(({ shift }) => shift)), "", 0.02],
    ["layout shift of a shared link", median(shared.map(({ shift }) => shift)), "", 0.02],
    ["script of a shared link until all is quiet, gz", median(shared.map(({ bytes }) => bytes)) / 1000, "kB", null],
    ["first count of a 50 kB file for the offer shown", await firstFile(), "s", 6],
  );
  for (const [name, viewport] of /** @type {const} */ ([
    ["phone", phone],
    ["desk", desk],
  ])) {
    const typed = await typing(viewport);
    rows.push(
      [`${name}: key to figures, median`, median(typed.keys), "ms", 100],
      [`${name}: key to chart and table`, median((await typing(viewport, ".ways")).keys), "ms", null],
      [`${name}: longest task while typing`, typed.longest, "ms", 50],
      [`${name}: layout shift within half a second of a key`, typed.shift, "", 0.02],
    );
    for (const [door, fragment] of /** @type {const} */ ([
      ["Decide", ""],
      ["Offers", "&door=offers"],
      ["Data", `&door=data&${pilots}`],
      ["Take along", "&door=take"],
    ]))
      rows.push([
        `${name}: height of ${door}, screens`,
        await height(viewport, fragment),
        "",
        name === "phone" ? 4 : 2.5,
      ]);
  }
} finally {
  await browser.close();
  server.close();
}
console.log(`Slow 4G (1.6 Mbit/s, 150 ms), processor × 1/${slower}, median of ${runs}.`);
const busy = loadavg()[0] ?? 0;
if (busy > cpus().length)
  console.log(`This machine was busy: load ${busy.toFixed(1)} on ${cpus().length} cores, so that times are too long.`);
for (const [name, value, unit, goal] of rows) {
  const shown = unit === "ms" ? String(Math.round(value)) : value.toFixed(unit === "" && value < 1 ? 3 : 1);
  const mark = goal === null ? "    " : value <= goal ? "ok  " : "OVER";
  console.log(
    `${mark} ${shown.padStart(8)} ${unit.padEnd(2)} ${(goal === null ? "" : `of ${goal}`).padEnd(8)} ${name}`,
  );
}

/** @param {readonly number[]} values */
function median(values) {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

/** A fresh tab, slowed down, that takes notes. @param {{ width: number, height: number }} viewport @param {boolean} throttled */
async function slowTab(viewport, throttled = true) {
  const context = await browser.newContext({ viewport, serviceWorkers: throttled ? "block" : "allow" });
  const page = await context.newPage();
  const cdp = await context.newCDPSession(page);
  await cdp.send("Network.enable");
  if (throttled) await cdp.send("Network.emulateNetworkConditions", slow4g);
  await cdp.send("Emulation.setCPUThrottlingRate", { rate: slower });
  await page.addInitScript(() => {
    const notes = { lcp: 0, shift: 0, shiftAfterKey: 0, tasks: /** @type {[number, number][]} */ ([]) };
    Object.assign(globalThis, { notes });
    /** @param {string} type @param {(entry: any) => void} note */
    const watch = (type, note) =>
      new PerformanceObserver((list) => list.getEntries().forEach(note)).observe({ type, buffered: true });
    watch("largest-contentful-paint", ({ startTime }) => (notes.lcp = startTime));
    watch("layout-shift", ({ value, hadRecentInput }) => {
      if (hadRecentInput) notes.shiftAfterKey += value;
      else notes.shift += value;
    });
    watch("longtask", ({ startTime, duration }) => notes.tasks.push([startTime, duration]));
  });
  return { context, page, cdp };
}

/** Waits until the figures of the page's own arithmetic stand. @param {Page} page */
async function figuresStand(page) {
  await page.waitForFunction(() => performance.getEntriesByName("figures stand").length > 0, null, { timeout: 90_000 });
}

/** The link that a reader copies. */
async function sharedLink() {
  const page = await browser.newPage();
  await page.goto(`${server.url}#v=1&requests=129000&months=12&as-of=${prices.version}&door=take`);
  const link = await page.locator("#link").inputValue({ timeout: 90_000 });
  await page.close();
  return link.slice(link.indexOf("#"));
}

/** One load without a touch. @param {string | null} fragment null for the minimal page */
async function visit(fragment) {
  const { context, page, cdp } = await slowTab(phone);
  /** @type {Map<string, string>} */
  const types = new Map();
  let [bytes, requests] = [0, 0];
  cdp.on("Network.requestWillBeSent", ({ requestId, type }) => types.set(requestId, type ?? ""));
  cdp.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => {
    requests += 1;
    if (types.get(requestId) === "Script") bytes += encodedDataLength;
  });
  // The minimal page comes over the same slow line.
  await page.goto(fragment === null ? `${server.url}minimal.html` : server.url + fragment, { waitUntil: "commit" });
  await page.waitForLoadState("networkidle");
  await page.waitForTimeout(fragment === null ? 500 : 3000);
  // Asked for last: to ask runs a script of the tool in the page, before its first paint.
  if (fragment) await figuresStand(page);
  const { lcp, shift } = await page.evaluate(() => /** @type {any} */ (globalThis).notes);
  await context.close();
  return { lcp, shift, bytes, requests };
}

/** Seconds from choosing a file of 50 kB on a fresh page to its exact count. */
async function firstFile() {
  const { context, page } = await slowTab(desk);
  const text = Array.from({ length: 230 }, (_, at) => {
    const user = `Where is parcel ${at}? It was sent on day ${at} of the month and never came to us.`;
    const assistant = `Parcel ${at} is in the sorting centre and comes on day ${at + 3}.`;
    return JSON.stringify({
      messages: [
        { role: "user", content: user },
        { role: "assistant", content: assistant },
      ],
    });
  }).join("\n");
  await page.goto(server.url);
  await page.locator("#app[data-live]").waitFor({ state: "attached" });
  // A person comes near the button before pressing it.
  await page.locator(".drop .button").hover();
  await page.waitForTimeout(700);
  const start = performance.now();
  await page
    .locator(".drop input[type=file]")
    .setInputFiles({ name: "rows.jsonl", mimeType: "", buffer: Buffer.from(text) });
  await page.getByText("230 examples.").waitFor({ timeout: 90_000 });
  const seconds = (performance.now() - start) / 1000;
  await context.close();
  return seconds;
}

/** Nine keys in two fields. @param {{ width: number, height: number }} viewport @param {string} part the part of the page that is watched */
async function typing(viewport, part = ".figures") {
  const { context, page } = await slowTab(viewport, false);
  await page.goto(`${server.url}#v=1&as-of=${prices.version}`);
  await figuresStand(page);
  await page.waitForTimeout(4000);
  const line = page.locator(".job-line");
  if (await line.isVisible()) await line.click();
  await page.waitForTimeout(500);
  const from = await page.evaluate(() => performance.now());
  const before = (await page.evaluate(() => /** @type {any} */ (globalThis).notes)).shiftAfterKey;
  /** @type {number[]} */
  const keys = [];
  for (const [id, text] of /** @type {const} */ ([
    ["requests", "345678"],
    ["outputTokens", "257"],
  ])) {
    await page.locator(`#${id}`).focus();
    for (const key of text) {
      keys.push(await keyTo(page, { field: id, part }, key));
      await page.waitForTimeout(900);
    }
  }
  const { tasks, shiftAfterKey } = await page.evaluate(() => /** @type {any} */ (globalThis).notes);
  await context.close();
  const longest = Math.max(0, ...tasks.filter(([at = 0]) => at >= from).map(([, length = 0]) => length));
  return { keys: keys.filter(Number.isFinite), longest, shift: (shiftAfterKey - before) / keys.length };
}

/** From the press of a key to the frame in which a part is that of the new question. @param {Page} page @param {{ field: string, part: string }} watched @param {string} key */
async function keyTo(page, watched, key) {
  // The watch stands before the key is pressed.
  await page.evaluate(({ field, part }) => {
    const seen = new Promise((resolve) => {
      let pressed = 0;
      document.getElementById(field)?.addEventListener("keydown", () => (pressed = performance.now()), { once: true });
      const watch = new MutationObserver(() => {
        if (pressed === 0) return;
        watch.disconnect();
        requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - pressed)));
      });
      const shown = document.querySelector(part);
      if (shown) watch.observe(shown, { subtree: true, characterData: true, childList: true });
      setTimeout(() => resolve(Number.NaN), 5000);
    });
    Object.assign(globalThis, { seen });
  }, watched);
  await page.keyboard.press(key);
  return Number(await page.evaluate(() => /** @type {any} */ (globalThis).seen));
}

/** Screens that a door is high. @param {{ width: number, height: number }} viewport @param {string} fragment */
async function height(viewport, fragment) {
  const page = await browser.newPage({ viewport });
  await page.goto(`${server.url}#v=1&as-of=${prices.version}${fragment}`);
  await figuresStand(page);
  await page.waitForTimeout(1500);
  const screens = await page.evaluate(() => document.documentElement.scrollHeight / innerHeight);
  await page.close();
  return screens;
}
