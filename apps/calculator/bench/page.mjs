// @ts-check
/**
 * How soon the built page stands and answers, in Chromium over its debugging protocol: slow 4G (1.6 Mbit/s, 150 ms) and
 * a processor four times slower than this one. Each figure is printed beside its goal:
 *
 *     npm run bench:page
 */
import { cpus, loadavg } from "node:os";
import { fileURLToPath } from "node:url";
import { launchChromium } from "../../../.config/browser.mjs";
import { staticServer } from "./staticServer.mjs";

const runs = Number(process.env["RUNS"] ?? 5);
const slower = Number(process.env["SLOWER"] ?? 4);
const slow4g = { offline: false, latency: 150, downloadThroughput: 1.6e6 / 8, uploadThroughput: 750e3 / 8 };
const phone = { width: 390, height: 844 };
const desk = { width: 1280, height: 900 };
const shared = "#v=1&as-of=2026-11-24&offer=openai%2Fgpt-4.1-mini-2025-04-14%3Asft";

/** @typedef {{ readonly name: string, readonly viewport: { width: number, height: number }, readonly fragment: string }} Case */
/** @type {readonly Case[]} */
const cases = [
  { name: "phone, as it opens", viewport: phone, fragment: "" },
  { name: "desk, as it opens", viewport: desk, fragment: "" },
  { name: "phone, a shared link", viewport: phone, fragment: shared },
];

const server = await staticServer(fileURLToPath(new URL("../dist", import.meta.url)));
const browser = await launchChromium();
const base = await overheadOfEmptyPage();
/** @type {[name: string, value: number, unit: string, goal: number | null][]} */
const rows = [];
try {
  for (const each of cases) {
    const loads = [];
    for (let run = 0; run < runs; run += 1) loads.push(await visit(each));
    const of = (/** @type {(one: Awaited<ReturnType<typeof visit>>) => number} */ pick) => median(loads.map(pick));
    const opens = each.fragment === "";
    rows.push(
      [`${each.name}: first contentful paint`, of(({ fcp }) => fcp), "ms", null],
      [`${each.name}: largest contentful paint`, of(({ lcp }) => lcp), "ms", opens ? 1500 : 2500],
      ...(opens
        ? [
            /** @type {[string, number, string, number]} */ ([
              `${each.name}: largest after first`,
              of(({ lcp, fcp }) => lcp - fcp),
              "ms",
              200,
            ]),
          ]
        : []),
      [`${each.name}: the fields answer`, of(({ fields }) => fields), "ms", null],
      [`${each.name}: own figures there`, of(({ live }) => live), "ms", null],
      [`${each.name}: layout shift`, of(({ shift }) => shift), "", 0.01],
    );
    if (each === cases[0])
      rows.push(
        ["script loaded before the first paint, gz", of(({ bytes }) => bytes.paint), "kB", 60],
        ["script until the fields answer, gz", of(({ bytes }) => bytes.fields), "kB", 60],
        ["script until the own figures are there, gz", of(({ bytes }) => bytes.live), "kB", null],
        ["script until all is quiet (pictures, offers, offline copy), gz", of(({ bytes }) => bytes.idle), "kB", null],
        ["page, style and script before the first paint, gz", of(({ bytes }) => bytes.allPaint), "kB", 100],
      );
  }
  for (const [name, viewport] of /** @type {const} */ ([
    ["phone", phone],
    ["desk", desk],
  ])) {
    const typed = await typing(viewport);
    rows.push(
      [`${name}, sample counted: key to new figures, median`, median(typed.keys), "ms", 100],
      [`${name}, sample counted: key to new figures, worst`, Math.max(...typed.keys), "ms", null],
      [`${name}, sample counted: processor time of a key until all is quiet`, typed.work, "ms", null],
      [`${name}, sample counted: longest task while typing`, typed.typing, "ms", 50],
      [`${name}, sample counted: longest task while dragging`, typed.dragging, "ms", 50],
      [`${name}, sample counted: layout shift while typing`, typed.shift, "", 0.01],
    );
  }
} finally {
  await browser.close();
  server.close();
}
console.log(
  `Slow 4G (1.6 Mbit/s, 150 ms), processor × 1/4, median of ${runs}; an empty page takes ${Math.round(base)} ms to its first paint.`,
);
const busy = loadavg()[0] ?? 0;
if (busy > cpus().length)
  console.log(`This machine was busy: load ${busy.toFixed(1)} on ${cpus().length} cores, so that times are too long.`);
for (const [name, value, unit, goal] of rows) {
  const shown =
    unit === "ms" ? String(Math.round(value)) : unit === "kB" ? (value / 1000).toFixed(1) : value.toFixed(3);
  const asked = goal === null ? "" : unit === "kB" || unit === "ms" ? `of ${goal} ${unit}` : `of ${goal}`;
  const measured = unit === "kB" ? value / 1000 : value;
  console.log(
    `${goal === null ? "    " : measured <= goal ? "ok  " : "OVER"} ${shown.padStart(8)} ${unit.padEnd(2)} ${asked.padEnd(12)} ${name}`,
  );
}

/** @param {readonly number[]} values */
function median(values) {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

/** A fresh tab, slowed down, that takes notes. @param {{ width: number, height: number }} viewport @param {boolean} throttled */
async function slowTab(viewport, throttled = true) {
  const context = await browser.newContext({ viewport, serviceWorkers: "block" });
  const page = await context.newPage();
  const cdp = await context.newCDPSession(page);
  await cdp.send("Network.enable");
  if (throttled) await cdp.send("Network.emulateNetworkConditions", slow4g);
  await cdp.send("Emulation.setCPUThrottlingRate", { rate: slower });
  await page.addInitScript(() => {
    const notes = { fcp: 0, lcp: 0, shift: 0, tasks: /** @type {[number, number][]} */ ([]) };
    Object.assign(globalThis, { notes });
    /** @param {string} type @param {(entry: any) => void} note */
    const watch = (type, note) =>
      new PerformanceObserver((list) => list.getEntries().forEach(note)).observe({ type, buffered: true });
    watch("paint", ({ name, startTime }) => name === "first-contentful-paint" && (notes.fcp = startTime));
    watch("largest-contentful-paint", ({ startTime, element }) => {
      notes.lcp = startTime;
      Object.assign(notes, {
        largest: `${element?.tagName} ${element?.className} ${element?.textContent?.slice(0, 40)}`,
      });
    });
    watch("layout-shift", ({ value, hadRecentInput, sources }) => {
      if (hadRecentInput) return;
      notes.shift += value;
      Object.assign(notes, {
        moved: sources?.map((/** @type {any} */ { node }) => `${node?.nodeName} ${node?.className}`),
      });
    });
    watch("longtask", ({ startTime, duration }) => notes.tasks.push([startTime, duration]));
  });
  return { context, page, cdp };
}

async function overheadOfEmptyPage() {
  const { context, page } = await slowTab(phone);
  await page.route("**/empty", (route) => route.fulfill({ contentType: "text/html", body: "<p>Nothing</p>" }));
  await page.goto(`${server.url}empty`);
  await page.waitForTimeout(300);
  const fcp = await page.evaluate(() => /** @type {any} */ (globalThis).notes.fcp);
  await context.close();
  return fcp;
}

/** @param {Case} which */
async function visit({ viewport, fragment }) {
  const { context, page, cdp } = await slowTab(viewport);
  /** @type {Map<string, { url: string, type: string }>} */
  const requests = new Map();
  /** @type {{ url: string, type: string, bytes: number, at: number }[]} */
  const arrived = [];
  let epoch = 0;
  cdp.on("Network.requestWillBeSent", ({ requestId, request, type, timestamp }) => {
    if (epoch === 0) epoch = timestamp;
    requests.set(requestId, { url: request.url, type: type ?? "" });
  });
  cdp.on("Network.loadingFinished", ({ requestId, encodedDataLength, timestamp }) => {
    const request = requests.get(requestId);
    if (request) arrived.push({ ...request, bytes: encodedDataLength, at: (timestamp - epoch) * 1000 });
  });
  await page.goto(server.url + fragment, { waitUntil: "commit" });
  const marked = (/** @type {string} */ name) =>
    page
      .waitForFunction((mark) => performance.getEntriesByName(mark)[0]?.startTime, name, {
        polling: 50,
        timeout: 60_000,
      })
      .then((found) => found.jsonValue())
      .then(Number);
  const [fields, live] = [await marked("fields answer"), await marked("figures stand")];
  await page.waitForLoadState("networkidle");
  await page.waitForTimeout(3000);
  const { fcp, lcp, shift, largest, moved } = await page.evaluate(() => /** @type {any} */ (globalThis).notes);
  if (process.env["DEBUG"])
    console.log({
      fcp,
      lcp,
      largest,
      shift,
      moved,
      arrived: arrived.map(({ url, bytes, at }) => `${Math.round(at)} ${bytes} ${url.slice(-30)}`),
    });
  await context.close();
  const until = (/** @type {number} */ at, /** @type {boolean} */ scriptsOnly) =>
    arrived
      .filter((one) => one.at <= at && (!scriptsOnly || one.type === "Script"))
      .reduce((sum, { bytes }) => sum + bytes, 0);
  return {
    fcp,
    lcp,
    shift,
    fields,
    live,
    bytes: {
      paint: until(fcp, true),
      fields: until(fields, true),
      live: until(live, true),
      idle: until(Number.POSITIVE_INFINITY, true),
      allPaint: until(fcp, false),
    },
  };
}

/** Ten keys in three fields and a drag of the slider, the sample counted and everything of the page loaded. @param {{ width: number, height: number }} viewport */
async function typing(viewport) {
  const { context, page } = await slowTab(viewport, false);
  await page.goto(server.url);
  await page.locator(".offers").waitFor({ timeout: 60_000 });
  await page.getByRole("button", { name: "Try the sample" }).click();
  await page.locator(".file-status button").first().waitFor({ timeout: 60_000 });
  await page.getByText("Every figure of the page now comes from these counts").waitFor({ timeout: 120_000 });
  await page.waitForTimeout(1500);
  const change = page.locator(".job-line");
  if (await change.isVisible()) await change.click();
  await page.evaluate(() => scrollTo(0, 0));
  const mark = () => page.evaluate(() => performance.now());
  const longest = (/** @type {number} */ since) =>
    page.evaluate(
      (from) =>
        Math.max(
          0,
          .../** @type {any} */ (globalThis).notes.tasks
            .filter((/** @type {number[]} */ [at]) => (at ?? 0) >= from)
            .map((/** @type {number[]} */ [, length]) => length),
        ),
      since,
    );
  const shiftBefore = await page.evaluate(() => /** @type {any} */ (globalThis).notes.shift);
  const keys = [];
  const cdp = await context.newCDPSession(page);
  await cdp.send("Performance.enable", { timeDomain: "threadTicks" });
  const worked = async () =>
    1000 * ((await cdp.send("Performance.getMetrics")).metrics.find(({ name }) => name === "TaskDuration")?.value ?? 0);
  const workedBefore = await worked();
  const from = await mark();
  for (const [id, text] of /** @type {const} */ ([
    ["requests", "345678"],
    ["outputTokens", "257"],
  ])) {
    await page.locator(`#${id}`).click();
    for (const key of text) {
      keys.push(await keyToFigures(page, id, key));
      await page.waitForTimeout(250);
    }
  }
  const work = ((await worked()) - workedBefore) / keys.length;
  const typed = await longest(from);
  const between = await mark();
  const slider = await page.locator("#extra").boundingBox();
  if (slider === null) throw new Error("The slider is not in sight.");
  await page.mouse.move(slider.x + slider.width * 0.3, slider.y + slider.height / 2);
  await page.mouse.down();
  for (let step = 0; step <= 20; step += 1) {
    await page.mouse.move(slider.x + slider.width * (0.3 + step / 50), slider.y + slider.height / 2);
    await page.waitForTimeout(30);
  }
  await page.mouse.up();
  await page.waitForTimeout(800);
  const dragged = await longest(between);
  const shift = (await page.evaluate(() => /** @type {any} */ (globalThis).notes.shift)) - shiftBefore;
  await context.close();
  if (process.env["DEBUG"]) console.log({ keys });
  return { keys: keys.filter(Number.isFinite), work, typing: typed, dragging: dragged, shift };
}

/** From the press of a key to the frame in which the figures are those of the new question. @param {import("playwright-core").Page} page @param {string} id @param {string} key */
async function keyToFigures(page, id, key) {
  // The watch stands before the key is pressed.
  await page.evaluate((field) => {
    const seen = new Promise((resolve) => {
      let pressed = 0;
      document.getElementById(field)?.addEventListener("keydown", () => (pressed = performance.now()), { once: true });
      const watch = new MutationObserver(() => {
        if (pressed === 0) return;
        watch.disconnect();
        // In the frame after the one in which they are painted.
        requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - pressed)));
      });
      const answers = document.querySelector(".answers");
      if (answers) watch.observe(answers, { subtree: true, characterData: true, childList: true });
      setTimeout(() => resolve(Number.NaN), 5000);
    });
    Object.assign(globalThis, { seen });
  }, id);
  await page.keyboard.press(key);
  return Number(await page.evaluate(() => /** @type {any} */ (globalThis).seen));
}
