// @ts-check
/** Makes the pictures of the README, of the guide and beside a link, from the built page: `npm run pictures`. */
import { mkdir, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { prices } from "@tunecast/pricing";
import { launchChromium } from "../../../.config/browser.mjs";
import { staticServer } from "../bench/staticServer.mjs";

/** A picture may not weigh more: the README is read on telephones too. */
const mostBytes = 220_000;
const [readme, guide] = ["../pictures/", "../../guide/pictures/"];
const desk = { width: 1280, height: 800 };
const phone = { width: 390, height: 844 };
const runs =
  "&door=data&pilot-model=nova-micro&pilots=250%3A61.5%3A1.5%2C500%3A66.2%3A1.5%2C1000%3A69.4%3A1.4%2C2000%3A73.1%3A1.4";
const job = "&examples=2000&requests=129000&input-tokens=500&months=12&eval-items=2000&eval-cost=0.008&rag=1200";

/** @type {[file: string, viewport: typeof desk, schemes: ("light" | "dark")[], question: string, part?: string][]} */
const pictures = [
  [`${readme}page-SCHEME`, desk, ["light", "dark"], ""],
  [`${readme}phone-SCHEME`, phone, ["light", "dark"], ""],
  [`${readme}curve-SCHEME`, desk, ["light", "dark"], runs, ".chart"],
  [`${guide}verdict`, desk, ["light"], job],
  [`${guide}ways`, desk, ["light"], job, ".ways"],
  [`${guide}range`, desk, ["light"], job, "#figure-start"],
  [`${guide}tokens`, desk, ["light"], job, ".job .fields"],
];

/** Beside a link stands the question of the page, since the link may ask anything. */
const preview = `<body style="margin:0;background:#f7f6f2;color:#1a1c20;font:600 72px/1.15 Inter,'Segoe UI',sans-serif">
  <div style="display:grid;align-content:space-between;box-sizing:border-box;height:630px;padding:80px">
  <p style="display:flex;gap:24px;align-items:center;margin:0;font-size:40px"><svg viewBox="0 0 32 32" width="64">
  <rect width="32" height="32" rx="7" fill="#0c5a4f"/><path d="M6 23.5H10.5C18 23.5 18.500 9 26 9" fill="none" stroke="#fff" stroke-width="2.6"/>
  <circle cx="26" cy="9" r="2.6" fill="#f0b94f"/></svg>Tunecast</p>
  <p style="margin:0">What will fine-tuning cost, and what will more data buy?</p>
  <p style="margin:0;font-size:32px;font-weight:400;color:#565a62">Tune, not yet, or don’t: with its threshold, and the source of every price.</p></div>`;

/** @param {string} path @param {Buffer} png */
async function write(path, png) {
  if (png.length > mostBytes)
    throw new Error(`${path} would weigh ${png.length} bytes, at most ${mostBytes} are wanted.`);
  const file = fileURLToPath(new URL(path, import.meta.url));
  await mkdir(fileURLToPath(new URL(".", new URL(path, import.meta.url))), { recursive: true });
  await writeFile(file, png);
  console.log(`${path}  ${(png.length / 1000).toFixed(0)} kB`);
}

const server = await staticServer(fileURLToPath(new URL("../dist", import.meta.url)));
const browser = await launchChromium();
try {
  for (const [file, viewport, schemes, question, part] of pictures)
    for (const colorScheme of schemes) {
      const page = await browser.newPage({ viewport, colorScheme });
      // The day of the price book, so that the same book gives the same pictures.
      await page.clock.setFixedTime(new Date(`${prices.version}T10:00:00`));
      await page.goto(`${server.url}#v=1&as-of=${prices.version}${question}`);
      await page.locator(".chart").waitFor();
      await page.waitForTimeout(1500);
      const shown = part === undefined ? page : page.locator(part).first();
      await write(`${file.replace("SCHEME", colorScheme)}.png`, await shown.screenshot());
      await page.close();
    }
  const page = await browser.newPage({ viewport: { width: 1200, height: 630 }, colorScheme: "light" });
  await page.setContent(preview);
  await write("../public/preview.png", await page.screenshot());
} finally {
  await browser.close();
  server.close();
}
