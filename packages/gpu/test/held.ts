import { constants, type Card, type Constants } from "../src/physics/constants.ts";
import { trainingMemory, type Memory, type MemoryView } from "../src/physics/memory.ts";
import type { RunOptions } from "../src/run/question.ts";
import type { Run } from "../src/run/run.ts";
import { run } from "./book.ts";
import { GiB } from "./llama8b.ts";

/** No workspaces, and the layer at work counted once: what is left are the tensors. */
export const bare: Constants = { ...constants, allocatedGiB: 0, layerAgain: 1, compiledAgain: 1 };
/** What is kept from forward to backward alone. */
export const kept: Constants = { ...bare, layerAgain: 0, compiledAgain: 0 };

export function held(of: Run, c: Constants = bare, on?: Card, view: MemoryView = "allocated"): Memory {
  return trainingMemory(of, view, on, c);
}

/** Bytes, of rows of 2,048 tokens. */
export function activations(model: string, options: RunOptions, c: Constants = kept, on?: Card): number {
  return held(run(model, { maxTokens: 2048, ...options }), c, on).parts.activations * GiB;
}
