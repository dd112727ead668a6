// @ts-check
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { chromium } from "playwright-core";
import { findChromium } from "../browser.mjs";

/** What the page of a built folder says, and what its worker says: its title and its text. @param {string} folder */
export async function inChromium(folder) {
  const server = createServer(({ url = "/" }, response) => {
    const name = new URL(url, "http://localhost").pathname;
    const path = name === "/" ? "index.html" : name;
    response.setHeader("content-type", path.endsWith(".html") ? "text/html" : "text/javascript");
    try {
      response.end(readFileSync(join(folder, path)));
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise((resolve) => server.listen(0, () => resolve(undefined)));
  const browser = await chromium.launch({ executablePath: findChromium(), args: ["--no-sandbox"] });
  try {
    const page = await browser.newPage();
    const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
    await page.goto(`http://localhost:${port}/`);
    await page.waitForFunction(() => document.title !== "" && document.body.textContent?.trim() !== "");
    return [await page.title(), (await page.textContent("body")) ?? ""];
  } finally {
    await browser.close();
    server.close();
  }
}
