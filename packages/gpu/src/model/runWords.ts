import type { Word } from "@tunecast/estimator/parts";
import file from "./runWords.json" with { type: "json" };

/** The words of a run's options, one list each. */
export const runWords: typeof file.words = file.words;

type Words = typeof runWords;

export type AttentionKernel = Word<Words["attention"]>;
export type AdapterTargets = Word<Words["targets"]>;
export type OptimizerName = Word<Words["optimizer"]>;
export type Sharding = Word<Words["sharding"]>;

export type WordOptions = { readonly [O in Exclude<keyof Words, "offload">]?: Word<Words[O]> };
/** What each option of a word is about. */
export const wordTopics: { readonly [O in keyof WordOptions]-?: string } = file.topics;

export type OffloadedPart = Word<Words["offload"]>;
