import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { answerOf, type BuiltPage, builtPage, enter, give, settled, soon, wholeCount } from "./builtPage.ts";

let built: BuiltPage;
beforeAll(async () => {
  built = await builtPage();
});
afterAll(() => built?.close());

describe("nothing fails in silence", () => {
  it("a door that cannot be fetched says so, and comes when it is asked for again", async () => {
    const context = await built.browser.newContext({ serviceWorkers: "block" });
    const page = await context.newPage();
    await page.goto(built.url);
    await settled(page);
    for (const [door, part] of [
      ["Offers", /\/Offers-/u],
      ["Data", /\/DataDoor-/u],
      ["Take along", /\/TakeAlong-/u],
    ] as const) {
      await page.route(part, (route) => route.abort());
      await enter(page, door);
      await expect.poll(() => page.getByRole("alert").innerText(), soon).toContain("could not be fetched");
      await page.unroute(part);
      await page.getByRole("button", { name: "Try again" }).click();
      await page.locator("#answer h1").waitFor({ timeout: soon.timeout });
      await expect.poll(() => page.getByRole("alert").count(), soon).toBe(0);
    }
    await context.close();
  });

  it("a host whose policy forbids WebAssembly counts the same, in a part that others do not load", async () => {
    const content = "Hello, world 😀 — привет, мир, 日本語のテキスト 12345";
    const rows = Array.from({ length: 40 }, (_, at) =>
      JSON.stringify({
        messages: [
          { role: "user", content: `${at}: ${content.slice(at)}` },
          { role: "assistant", content },
        ],
      }),
    );
    const counted = async (policy: string): Promise<{ said: string; parts: number }> => {
      const context = await built.browser.newContext({ serviceWorkers: "block" });
      const parts = new Set<string>();
      context.on("request", (request) => /\/plainCounter-/u.test(request.url()) && parts.add(request.url()));
      // A worker has the policy of its own answer, not that of the page.
      await context.route("**/*.js", async (route) => {
        const response = await route.fetch();
        await route.fulfill({ response, headers: { ...response.headers(), "content-security-policy": policy } });
      });
      const page = await context.newPage();
      await page.goto(`${built.url}#v=1&as-of=2026-11-24`);
      await settled(page);
      await give(page, { name: "rows.jsonl", text: rows.join("\n") });
      await wholeCount(page);
      const tokens = await page.getByLabel("Tokens each, counted").inputValue();
      const said = `${await page.locator(".strip").first().innerText()} ${tokens} ${await answerOf(page, "start")}`;
      // Vocabularies may still be on their way.
      await context.unrouteAll({ behavior: "ignoreErrors" });
      await context.close();
      return { said, parts: parts.size };
    };
    const usual = await counted("script-src 'self' 'wasm-unsafe-eval'");
    expect(usual.parts).toBe(0);
    expect(usual.said).toMatch(/40 examples.* \d+\.\d \$0\.\d+$/su);
    expect(await counted("script-src 'self'")).toEqual({ said: usual.said, parts: 1 });
  });

  it("a link to an earlier day has the prices of that day, or says that they could not be fetched", async () => {
    const context = await built.browser.newContext({ serviceWorkers: "block" });
    const page = await context.newPage();
    await page.route(/history-/u, (route) => route.abort());
    await page.goto(`${built.url}#v=1&as-of=2025-06-01`);
    await expect.poll(() => page.getByRole("alert").innerText(), soon).toContain("The prices of that day could not");
    expect(await page.locator("h1").innerText()).toContain("not here yet");
    await page.unroute(/history-/u);
    await page.getByRole("button", { name: "Try again" }).click();
    expect(await answerOf(page, "start")).toMatch(/^\$\d/u);
    await context.close();
  });

  it("a question that has no answer leaves the page alive, with the reason", async () => {
    const { page, errors, close } = await built.open("#v=1&as-of=2019-01-01&examples=9e15");
    await expect.poll(() => page.locator("h1").innerText(), soon).toMatch(/\w/u);
    await page.locator("#examples").fill("500");
    expect(await page.locator("#examples").inputValue()).toBe("500");
    expect(errors).toEqual([]);
    await close();
  });

  it("the answer of the build stands where no script of the page can be fetched, and in a frame without an origin", async () => {
    const page = await built.browser.newPage();
    await page.route(/\/assets\/.*\.js$/u, (route) => route.abort());
    await page.goto(built.url);
    expect(await page.locator("h1").innerText()).toMatch(/^(?:Tune|Don’t tune)/u);
    expect(await page.locator(".figures > div").count()).toBe(4);
    // The first frame ends at the verdict, and an inline drawing before it would delay it.
    const [first = ""] = (await (await fetch(built.url)).text()).split("</h1>");
    expect(first).not.toContain("<svg");
    await page.unroute(/\/assets\/.*\.js$/u);
    await page.goto(`${built.url}embed.html`);
    await page.evaluate((url) => {
      document.body.innerHTML = `<iframe sandbox="allow-scripts" width="1000" src="${url}"></iframe>`;
    }, built.url);
    const verdict = page.frameLocator("iframe").locator("h1 strong");
    await expect.poll(() => verdict.innerText(), soon).toMatch(/^(?:Tune|Don’t tune)/u);
    await expect.poll(() => verdict.evaluate((element) => getComputedStyle(element).fontSize), soon).toBe("40px");
    await page.close();
  });

  it("the answer of the build is hidden until a script has read the address, and stands where there are no scripts", async () => {
    const html = await (await fetch(built.url)).text();
    const whole = await built.browser.newPage({ javaScriptEnabled: false });
    await whole.goto(built.url);
    expect(await whole.locator("h1").isVisible()).toBe(true);
    const words = whole.locator("noscript p");
    expect(await words.innerText()).toContain("npx tunecast advise");
    expect((await words.boundingBox())?.x).toBeGreaterThanOrEqual(16);
    await whole.close();
    // A browser may paint what has come so far, and the network may cut the page behind the verdict.
    const page = await built.browser.newPage();
    const [start] = html.split(/(?<=<\/h1>)/u);
    await page.route(built.url, (route) => route.fulfill({ contentType: "text/html", body: start ?? "" }));
    await page.goto(`${built.url}#v=1&examples=5`);
    expect(await page.locator("h1").isVisible()).toBe(false);
    await page.close();
  });

  it("a link that carries its answer shows the verdict and the figures before any script file is there", async () => {
    const page = await built.browser.newPage();
    await page.route(/\/assets\/.*\.js$/u, (route) => route.abort());
    const said = "dont~more~requestsPerMonth~$0.15~1,000~3,500~310,000~never~~Nova Micro~$12.00~$3.00~never";
    await page.goto(`${built.url}#v=1&requests=1000&said=${encodeURIComponent(said)}`);
    expect(await page.locator("h1").innerText()).toMatch(/^Don’t tune\s+It costs \$0\.15 more a month/u);
    expect(await page.locator(".under").innerText()).toBe("With Nova Micro.");
    const figures = page.locator(".figures dd b");
    expect((await figures.allInnerTexts()).slice(0, 3)).toEqual(["$12.00", "$3.00", "never"]);
    expect(await page.locator(".figures dd small").first().isVisible()).toBe(false);
    // The fields still hold the question of the build.
    const colour = (): Promise<string> => page.locator("#requests").evaluate((field) => getComputedStyle(field).color);
    expect(await colour()).toBe("rgba(0, 0, 0, 0)");
    await page.unroute(/\/assets\/.*\.js$/u);
    await page.reload();
    await expect.poll(() => page.locator("#requests").inputValue(), soon).toBe("1,000");
    expect(await colour()).not.toBe("rgba(0, 0, 0, 0)");
    await page.close();
  });
});

describe("the element for other pages", () => {
  it("is the card, as high as what is in it and no higher than 420 pixels", async () => {
    const page = await built.browser.newPage({ viewport: { width: 1000, height: 800 } });
    await page.goto(`${built.url}embed.html`);
    await page.frameLocator("tunecast-calculator iframe").locator(".card").waitFor({ timeout: soon.timeout });
    const height = (): Promise<number> =>
      page.evaluate(() => document.querySelector("iframe")?.getBoundingClientRect().height ?? 0);
    await expect.poll(height, soon).toBeLessThanOrEqual(420);
    expect(await height()).toBeGreaterThan(200);
    await page.close();
  });
});
