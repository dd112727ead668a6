import { fileURLToPath } from "node:url";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { preview } from "vite";
import { inject } from "vitest";
import { launchChromium } from "../../../.config/browser.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));

/** The built page, served as any static host would serve it, and a browser to open it with. */
export interface BuiltPage {
  readonly url: string;
  readonly browser: Browser;
  /** Where the built files lie. */
  readonly folder: string;
  /** A fresh tab with the page in it, and a watch over what goes wrong. */
  readonly open: (fragment?: string, options?: BrowserContextOptions) => Promise<Visit>;
  readonly close: () => Promise<void>;
}

/** One tab. */
export interface Visit {
  readonly page: Page;
  /** Errors in the console, and exceptions. */
  readonly errors: readonly string[];
  /** Addresses that were asked for. */
  readonly requests: readonly string[];
  readonly close: () => Promise<void>;
}

declare module "vitest" {
  interface ProvidedContext {
    /** Where the page was built for the tests of this run. */
    readonly pageFolder: string;
  }
}

/** Serves the page that was built for this run under a base path, and opens a browser. */
export async function builtPage(): Promise<BuiltPage> {
  const folder = inject("pageFolder");
  // A base path shows that no address in the page begins at the root of its host.
  const base = "/some/where/";
  const server = await preview({
    root,
    base,
    logLevel: "warn",
    build: { outDir: folder },
    preview: { port: 0, host: "127.0.0.1" },
  });
  const url = server.resolvedUrls?.local[0];
  if (url === undefined) throw new Error("The preview server gave no address.");
  const browser = await launchChromium();
  return {
    url,
    browser,
    folder,
    open: async (fragment = "", options = {}) => {
      const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
      const page = await context.newPage();
      const errors: string[] = [];
      const requests: string[] = [];
      page.on("console", (message) => {
        if (message.type() === "error" || message.type() === "warning") errors.push(message.text());
      });
      page.on("pageerror", (error) => errors.push(String(error)));
      context.on("request", (request) => requests.push(request.url()));
      await page.goto(url + fragment);
      await page.getByRole("heading", { level: 1 }).waitFor();
      await answers(page);
      return { page, errors, requests, close: () => context.close() };
    },
    close: async () => {
      await browser.close();
      await server.close();
    },
  };
}

/** For `expect.poll`: looks again until it is so. A busy machine is slow, not wrong. */
export const soon = { timeout: 60_000 };

/** Waits until the fields answer: before, the page stands with the answer of the build, which is that of no link. */
async function answers(page: Page): Promise<void> {
  await page.locator("#app[data-live]").waitFor({ state: "attached", timeout: soon.timeout });
}

/** Waits until the figures are those of the question asked. */
export async function settled(page: Page): Promise<void> {
  await answers(page);
  await page.locator('main[aria-busy="false"]').waitFor({ timeout: soon.timeout });
}

/** Waits until a file is counted for every offer: before, the figures are those of the vocabularies that came first. */
export async function wholeCount(page: Page): Promise<void> {
  await page.locator('.strip[aria-busy="false"]').first().waitFor({ timeout: soon.timeout });
  await settled(page);
}

/** One of the four figures, once it is that of the question asked. */
export async function answerOf(page: Page, id: "start" | "month" | "payback" | "double"): Promise<string> {
  await settled(page);
  return (await page.locator(`#figure-${id} b`).textContent()) ?? "";
}

/** The verdict in its words. */
export async function verdictOf(page: Page): Promise<string> {
  await settled(page);
  return page.locator("#answer h1").innerText();
}

/** Opens one of the four parts. */
export async function enter(page: Page, door: "Decide" | "Offers" | "Data" | "Take along"): Promise<void> {
  await page.getByRole("navigation", { name: "The four parts" }).getByRole("link", { name: door }).click();
}

/** Gives files to the page, as a person chooses them. */
export async function give(
  page: Page,
  ...files: readonly { readonly name: string; readonly text: string | Buffer }[]
): Promise<void> {
  const given = files.map(({ name, text }) => ({ name, mimeType: "", buffer: Buffer.from(text) }));
  await page.locator(".drop input[type=file]").first().setInputFiles(given);
}
