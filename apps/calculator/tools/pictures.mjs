// @ts-check
/**
 * Makes the pictures of the page for the README, from the built page in a real browser:
 *
 *     npm run build && node apps/calculator/tools/pictures.mjs
 */
import { mkdir, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { preview } from "vite";
import { prices } from "@tunecast/pricing";
import { launchChromium } from "../../../.config/browser.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));
const folder = fileURLToPath(new URL("../pictures/", import.meta.url));

/** A picture may not weigh more: the README is read on telephones too. */
const mostBytes = 220_000;

const runs = "pilots=250%3A61.5%3A1.5%2C500%3A66.2%3A1.5%2C1000%3A69.4%3A1.4%2C2000%3A73.1%3A1.4";
const data = "door=data&pilot-model=nova-micro";

/** @type {readonly { readonly name: string, readonly width: number, readonly height: number, readonly scheme: "light" | "dark", readonly part?: string }[]} */
const pictures = [
  { name: "page-light", width: 1280, height: 800, scheme: "light" },
  { name: "page-dark", width: 1280, height: 800, scheme: "dark" },
  { name: "phone-light", width: 390, height: 844, scheme: "light" },
  { name: "phone-dark", width: 390, height: 844, scheme: "dark" },
  { name: "curve-light", width: 1280, height: 800, scheme: "light", part: ".chart" },
  { name: "curve-dark", width: 1280, height: 800, scheme: "dark", part: ".chart" },
];

const server = await preview({ root, preview: { port: 0, host: "127.0.0.1" } });
const browser = await launchChromium();
await mkdir(folder, { recursive: true });
try {
  for (const { name, width, height, scheme, part } of pictures) {
    const page = await browser.newPage({ viewport: { width, height }, colorScheme: scheme });
    await page.clock.setFixedTime(new Date(`${prices.version}T10:00:00`));
    // The day of the price book, so that the same book gives the same pictures.
    await page.goto(
      `${server.resolvedUrls?.local[0]}#v=1&as-of=${prices.version}${part === undefined ? "" : `&${data}&${runs}`}`,
    );
    await page.locator(".chart").waitFor();
    await page.waitForTimeout(1500);
    const shown = part === undefined ? page : page.locator(part);
    const png = await shown.screenshot();
    if (png.length > mostBytes)
      throw new Error(`${name}.png would weigh ${png.length} bytes, at most ${mostBytes} are wanted.`);
    await writeFile(`${folder}${name}.png`, png);
    console.log(`${name}.png  ${(png.length / 1000).toFixed(0)} kB`);
    await page.close();
  }
  // Pictures of the guide: parts of the page.
  const guide = fileURLToPath(new URL("../../guide/pictures/", import.meta.url));
  await mkdir(guide, { recursive: true });
  const shown = await browser.newPage({ viewport: { width: 1280, height: 800 }, colorScheme: "light" });
  const job = "examples=2000&requests=129000&input-tokens=500&months=12&eval-items=2000&eval-cost=0.008&rag=1200";
  await shown.clock.setFixedTime(new Date(`${prices.version}T10:00:00`));
  await shown.goto(`${server.resolvedUrls?.local[0]}#v=1&as-of=${prices.version}&${job}`);
  await shown.locator(".chart").waitFor();
  await shown.waitForTimeout(1500);
  for (const [name, part] of /** @type {const} */ ([
    ["verdict", "main"],
    ["ways", ".ways"],
    ["range", "#figure-start"],
    ["tokens", ".job .fields"],
  ]))
    await writeFile(
      `${guide}${name}.png`,
      await (name === "verdict" ? shown.screenshot() : shown.locator(part).first().screenshot()),
    );
  // What is shown beside a link to the page: its question, since the link may ask anything.
  const page = await browser.newPage({ viewport: { width: 1200, height: 630 }, colorScheme: "light" });
  await page.setContent(`<body style="margin:0;background:#f7f6f2;color:#1a1c20;font:600 72px/1.15 Inter,'Segoe UI',sans-serif">
    <div style="display:grid;align-content:space-between;box-sizing:border-box;height:630px;padding:80px">
    <p style="display:flex;gap:24px;align-items:center;margin:0;font-size:40px"><svg viewBox="0 0 32 32" width="64">
    <rect width="32" height="32" rx="7" fill="#0c5a4f"/><path d="M6 23.5H10.5C18 23.5 18.500 9 26 9" fill="none" stroke="#fff" stroke-width="2.6"/>
    <circle cx="26" cy="9" r="2.6" fill="#f0b94f"/></svg>Tunecast</p>
    <p style="margin:0">What will fine-tuning cost, and what will more data buy?</p>
    <p style="margin:0;font-size:32px;font-weight:400;color:#565a62">Tune, not yet, or don’t: with its threshold, and the source of every price.</p></div>`);
  await writeFile(fileURLToPath(new URL("../public/preview.png", import.meta.url)), await page.screenshot());
  console.log("preview.png");
} finally {
  await browser.close();
  await server.close();
}
