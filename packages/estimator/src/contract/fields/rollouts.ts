import type { FormsOf, KindsOf } from "./kind.ts";

/** Completions that the model draws itself, where it learns from them: the examples are prompts then. */
export interface Rollouts {
  readonly perPrompt?: number | undefined;
  /** Mean tokens that the model writes in one completion, all turns. */
  readonly tokens: number;
  readonly turns?: number | undefined;
  /** Tokens that tools, environments and users put between the turns of one completion; 0 where not given. */
  readonly addedTokens?: number | undefined;
}

export const rolloutKinds: KindsOf<Rollouts> = {
  perPrompt: "count?",
  tokens: "above0",
  turns: "count?",
  addedTokens: "number?",
};

export const rolloutForms: FormsOf<Rollouts> = {
  perPrompt: ["completions of one prompt (default: 8)"],
  tokens: ["mean tokens written in one completion"],
  turns: ["turns of the model in one completion"],
  addedTokens: ["tokens put in between those turns"],
};

/** Completions of one prompt, where nobody says how many. */
export const usualGroup = 8;
