// @ts-check
import { dirname } from "node:path";
import { preview } from "vite";
import { launchChromium } from "../browser.mjs";

/** What the page of a built folder says, and what its worker says: its title and its text. @param {string} folder */
export async function inChromium(folder) {
  const server = await preview({
    root: dirname(folder),
    build: { outDir: folder },
    preview: { port: 0 },
    configFile: false,
  });
  const browser = await launchChromium();
  try {
    const page = await browser.newPage();
    await page.goto(server.resolvedUrls?.local[0] ?? "");
    await page.waitForFunction(() => document.title !== "" && document.body.textContent?.trim() !== "");
    return [await page.title(), (await page.textContent("body")) ?? ""];
  } finally {
    await browser.close();
    await server.close();
  }
}
