import { describe, expect, it } from "vitest";
import { runOver } from "./host.ts";

describe("tunecast gpu --fit", () => {
  it("says what makes a run fit a card, and the most that fits then, in options that can be pasted", async () => {
    const asked = ["gpu", "--model", "qwen3-8b", "--gpu", "4090"];
    const { stdout, exitCode } = await runOver({}, ...asked, "--fit");
    expect(exitCode).toBe(0);
    const way = /What makes it fit: (.*?)  \(/u.exec(stdout)?.[1] ?? "";
    const rows = /longest rows +(--max-tokens \d+)/u.exec(stdout)?.[1] ?? "";
    expect(rows).not.toBe("");
    const again = await runOver({}, ...asked, ...way.split(" "), ...rows.split(" "));
    expect(again.stdout).toMatch(/^Fits 1 × RTX 4090/u);
  });

  it.each([
    ["lora", true],
    ["full", false],
  ])("says of accumulation whether it decides nothing: %s, %s", async (method, isIdle) => {
    const asked = ["gpu", "--model", "llama-3.1-8b", "--gpu", "h100-sxm-80", "--fit", "--method", method];
    const { stderr } = await runOver({}, ...asked, "--accumulation", "8");
    expect(stderr.includes("--accumulation 8: no figure here changes with it.")).toBe(isIdle);
  });

  it("names a field without an option of its own as it was typed", async () => {
    const { stderr } = await runOver({}, "gpu", "--model", "llama-3.1-8b", "--fit", "--set", "experts=loop");
    expect(stderr).toContain("--set experts=loop: no figure here changes with it.");
  });

  it("names the smallest and the cheapest cluster for a model alone", async () => {
    const { stdout } = await runOver({}, "gpu", "--model", "deepseek-v3", "--method", "full", "--fit");
    expect(stdout).toMatch(/Smallest that holds the run as asked: --gpu \S+ --gpus \d+ --sharding fsdp/u);
    expect(stdout).toMatch(/Cheapest on demand: .*\s\$[\d.,]+\s+an\s+hour\s+at \S+ \(price seen\s+2026-/u);
  });

  it("never tells a laptop to use four cards", async () => {
    const { stdout } = await runOver(
      {},
      "gpu",
      "--model",
      "llama-3.1-8b",
      "--method",
      "qlora",
      "--gpu",
      "rtx-4060-laptop",
      "--fit",
    );
    expect(stdout.slice(0, stdout.indexOf("Smallest"))).not.toContain("--gpus");
    expect(stdout).toContain("The largest model that fits: --model ");
  });

  it("answers in JSON", async () => {
    const { stdout } = await runOver({}, "gpu", "--model", "qwen3-8b", "--gpu", "h100", "--fit", "--format", "json");
    expect(JSON.parse(stdout)).toMatchObject({
      schemaVersion: 1,
      card: { gpu: "h100-sxm-80", verdict: "fits", ways: [] },
    });
  });
});
