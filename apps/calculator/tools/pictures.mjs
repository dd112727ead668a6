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
const openai = "offer=openai%2Fgpt-4.1-mini-2025-04-14%3Asft&pilot-model=gpt-4.1-mini-2025-04-14";

/** @type {readonly { readonly name: string, readonly width: number, readonly height: number, readonly scheme: "light" | "dark", readonly part?: string }[]} */
const pictures = [
  { name: "page-light", width: 1280, height: 800, scheme: "light" },
  { name: "page-dark", width: 1280, height: 800, scheme: "dark" },
  { name: "phone-light", width: 390, height: 844, scheme: "light" },
  { name: "phone-dark", width: 390, height: 844, scheme: "dark" },
  { name: "curve-light", width: 1280, height: 800, scheme: "light", part: ".charts" },
  { name: "curve-dark", width: 1280, height: 800, scheme: "dark", part: ".charts" },
];

const server = await preview({ root, preview: { port: 0, host: "127.0.0.1" } });
const browser = await launchChromium();
await mkdir(folder, { recursive: true });
try {
  for (const { name, width, height, scheme, part } of pictures) {
    const page = await browser.newPage({ viewport: { width, height }, colorScheme: scheme });
    // The day of the price book, so that the same book gives the same pictures.
    await page.goto(
      `${server.resolvedUrls?.local[0]}#v=1&as-of=${prices.version}${part === undefined ? "" : `&${openai}&${runs}`}`,
    );
    await page.locator(part === undefined ? ".offers" : "#quality-chart-title").waitFor({ state: "attached" });
    const shown = part === undefined ? page : page.locator(part);
    const png = await shown.screenshot();
    if (png.length > mostBytes)
      throw new Error(`${name}.png would weigh ${png.length} bytes, at most ${mostBytes} are wanted.`);
    await writeFile(`${folder}${name}.png`, png);
    console.log(`${name}.png  ${(png.length / 1000).toFixed(0)} kB`);
    await page.close();
  }
  // What is shown beside a link to the page: the first screen, in the shape that is asked for.
  const page = await browser.newPage({ viewport: { width: 1200, height: 630 }, colorScheme: "light" });
  await page.goto(`${server.resolvedUrls?.local[0]}#v=1&as-of=${prices.version}`);
  await page.locator(".charts").waitFor();
  await writeFile(fileURLToPath(new URL("../public/preview.png", import.meta.url)), await page.screenshot());
  console.log("preview.png");
} finally {
  await browser.close();
  await server.close();
}
