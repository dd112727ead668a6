import { history } from "@tunecast/pricing/history";
import { clouds, prices } from "@tunecast/pricing";
import { describe, expect, it } from "vitest";
import { licensed, shown } from "../compact/encode.mjs";
import { cloudFiles, families, providerFiles } from "./priceFiles.ts";

describe("the shipped price book", () => {
  it("holds every file, but for its prose, with the licences of open models", () => {
    expect(prices.providers).toEqual(providerFiles.map(({ content }) => shown(licensed(content, families))));
    expect(clouds).toEqual(cloudFiles.map(({ content }) => shown(content as never)));
  });

  it("bears the newest day on which a file was checked, and a fingerprint", () => {
    const days = [...providerFiles, ...cloudFiles].map(({ content }) => content.checked).sort();
    expect(prices.version).toBe(days.at(-1));
    expect(prices.sha256).toMatch(/^[0-9a-f]{64}$/);
  });

  it("has the files with their prose beside it", () => {
    expect(history.providers).toEqual(providerFiles.map(({ content }) => content));
    expect(history.clouds).toEqual(cloudFiles.map(({ content }) => content));
    expect(history.sha256).toBe(prices.sha256);
  });
});
