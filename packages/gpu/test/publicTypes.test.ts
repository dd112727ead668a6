import { expect, it } from "vitest";
import {
  selfHost,
  type Change,
  type Cost,
  type Fit,
  type GpuOffer,
  type OwnedCards,
  type OwnedCost,
  type RunOptions,
  type SelfHostData,
  type ServingAnswer,
  type ServingOptions,
  type SingleData,
  type Throughput,
} from "../src/index.ts";
import { book } from "./book.ts";

it("has a name for every part of a question and of its answer", () => {
  const single: SingleData = { examples: 1000, tokensPerExample: 500 };
  const data: SelfHostData = { mixture: [{ data: single, repeats: 2 }] };
  const run: RunOptions = { method: "lora", rank: 8 };
  const owned: OwnedCards = { gpu: "h100-sxm-80", gpus: 8, price: "30000", kwhPrice: "0.20" };
  const serving: ServingOptions = { inputTokens: 900, outputTokens: 120 };
  const answer = selfHost({ ...run, model: "llama-3.1-8b", data, owned, serving }, book);
  if (!answer.ok) throw new Error(JSON.stringify(answer.problem));
  const cost: Cost | null = answer.value.cost;
  const offer: GpuOffer | null | undefined = cost?.cheapest;
  const own: OwnedCost | null | undefined = cost?.owned;
  const fit: Fit | undefined = answer.value.fits.find(({ gpu }) => gpu === "t4-16");
  const change: Change | null | undefined = fit?.change;
  const served: ServingAnswer | null = answer.value.serving;
  const speed: Throughput = answer.value.throughput;
  expect([offer?.total.currency, own?.gpus, typeof change?.totalGiB]).toEqual(["USD", 8, "number"]);
  expect(served?.perMillionTokens?.currency).toBe("USD");
  expect(speed.mfu).toBeLessThan(1);
});
