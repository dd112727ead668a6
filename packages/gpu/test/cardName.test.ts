import { describe, expect, it } from "vitest";
import { cardNamed } from "../src/run/hardware.ts";
import { hardware } from "./book.ts";

const idOf = (name: string): string | undefined => cardNamed(hardware, name)?.id;

describe("the card that a name means", () => {
  // As `nvidia-smi --query-gpu=name` and `rocm-smi` print them.
  it.each([
    ["NVIDIA A100-SXM4-80GB", "a100-sxm-80"],
    ["NVIDIA A100-SXM4-40GB", "a100-sxm-40"],
    ["NVIDIA A100 80GB PCIe", "a100-pcie-80"],
    ["NVIDIA A100-PCIE-40GB", "a100-pcie-40"],
    ["NVIDIA H100 80GB HBM3", "h100-sxm-80"],
    ["NVIDIA H100 PCIe", "h100-pcie-80"],
    ["NVIDIA H100 NVL", "h100-nvl-94"],
    ["NVIDIA H200", "h200-sxm-141"],
    ["NVIDIA L4", "l4-24"],
    ["NVIDIA L40S", "l40s-48"],
    ["NVIDIA A10G", "a10g-24"],
    ["NVIDIA RTX A6000", "rtx-a6000-48"],
    ["NVIDIA RTX 6000 Ada Generation", "rtx-6000-ada-48"],
    ["NVIDIA RTX PRO 6000 Blackwell Server Edition", "rtx-pro-6000-96"],
    ["NVIDIA GeForce RTX 4090", "rtx-4090-24"],
    ["NVIDIA GeForce RTX 4060 Laptop GPU", "rtx-4060-laptop-8"],
    ["NVIDIA GeForce RTX 4060 Ti", "rtx-4060-ti-16"],
    ["Tesla T4", "t4-16"],
    ["Tesla V100-SXM2-16GB", "v100-sxm-16"],
    ["Tesla V100-SXM2-32GB", "v100-sxm-32"],
    ["AMD Instinct MI300X OAM", "mi300x-192"],
    ["Apple M4 Max", "apple-m4-max-128"],
  ])("driver: %s", (name, id) => {
    expect(idOf(name)).toBe(id);
  });

  it.each([
    ["a100-80", "a100-sxm-80"],
    ["RTX 6000 Pro", "rtx-pro-6000-96"],
    ["RTX 6000 Pro Blackwell", "rtx-pro-6000-96"],
    ["Blackwell RTX 5090", "rtx-5090-32"],
    ["H100-80GB", "h100-sxm-80"],
    ["A100 40 GB", "a100-sxm-40"],
    ["rtx 4060 ti 8gb", "rtx-4060-ti-8"],
  ])("typed: %s", (name, id) => {
    expect(idOf(name)).toBe(id);
  });

  it.each([
    "H100 96GB PCIe",
    "RTX 3080 10GB",
    "NVIDIA GeForce RTX 3070 Laptop GPU",
    "RTX 6000",
    "Max-Q",
    "GPU",
    "80GB",
    "",
  ])("no card, rather than another one: %s", (name) => {
    expect(idOf(name)).toBeUndefined();
  });

  it("is each card by its own id, name and aliases", () => {
    for (const { id, name, aliases } of hardware)
      for (const one of [id, name, ...aliases]) expect([one, idOf(one)]).toEqual([one, id]);
  });
});
