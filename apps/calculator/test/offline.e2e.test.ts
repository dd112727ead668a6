import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { answerOf, type BuiltPage, builtPage, give, settled, soon, wholeCount } from "./builtPage.ts";

let built: BuiltPage;
beforeAll(async () => {
  built = await builtPage();
});
afterAll(() => built?.close());

const rows = Buffer.from(
  '{"messages":[{"role":"user","content":"Hi"},{"role":"assistant","content":"Hello"}]}\n'.repeat(12),
);

describe("without a network", () => {
  it("the page opens, reckons and counts a file, once it has been used with one", async () => {
    const { page, errors, close } = await built.open("#v=1&examples=1000");
    const countRows = async (): Promise<void> => {
      await give(page, { name: "rows.jsonl", text: rows });
      await wholeCount(page);
    };
    // The first count brings the vocabularies; the worker has to be in charge by then.
    await expect.poll(() => page.evaluate(() => navigator.serviceWorker.controller?.state), soon).toBe("activated");
    await countRows();
    const answers = (): Promise<string | null> => page.locator("#answer").textContent();
    let before = await answers();
    // What follows from the figures a moment later, such as what others cost, is part of them.
    await expect
      .poll(
        async () => {
          const last = before;
          before = await answers();
          return before === last;
        },
        { ...soon, interval: 1000 },
      )
      .toBe(true);

    await page.context().setOffline(true);
    await page.reload();
    // What is typed before the fields answer is adopted where no link says otherwise, and here one does.
    await settled(page);
    await page.getByLabel("Examples", { exact: true }).fill("2000");
    await expect.poll(() => answerOf(page, "start"), soon).toMatch(/^\$\d/u);
    await countRows();
    await expect.poll(answers, soon).toBe(before);
    expect(errors).toEqual([]);
    await close();
  });

  it("says that counting needs one once, where nothing was counted before", async () => {
    const { page, close } = await built.open("#v=1&examples=1000");
    await expect.poll(() => page.evaluate(() => navigator.serviceWorker.controller?.state), soon).toBe("activated");
    await settled(page);
    await page.context().setOffline(true);
    await page.getByRole("button", { name: "Try a sample" }).click();
    await expect.poll(() => page.locator(".strip").textContent(), soon).toContain("Count once with a network");
    expect(await page.locator(".strip").textContent()).not.toMatch(/module|http/u);
    await close();
  });

  it("keeps nothing of an earlier version, nor touches what another page keeps", async () => {
    const { page, close } = await built.open("#v=1&examples=1000");
    await expect.poll(() => page.evaluate(() => navigator.serviceWorker.controller?.state), soon).toBe("activated");
    const names = await page.evaluate(async () => {
      const registration = await navigator.serviceWorker.ready;
      await caches.open(`tunecast ${registration.scope} earlier`);
      await caches.open("somebody else's");
      const [own = ""] = (await caches.keys()).filter((name) => name.startsWith("tunecast"));
      await registration.unregister();
      await caches.delete(own);
      return { own, scope: registration.scope };
    });
    expect(names.own.startsWith(`tunecast ${names.scope} `)).toBe(true);
    await page.reload();
    await expect.poll(() => page.evaluate(() => navigator.serviceWorker.controller?.state), soon).toBe("activated");
    await expect.poll(() => page.evaluate(() => caches.keys()), soon).toEqual(["somebody else's", names.own]);
    await close();
  });
});
