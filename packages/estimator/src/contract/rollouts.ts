/** Completions that the model draws itself, where it learns from them: the examples are prompts then. */
export interface Rollouts {
  /** Completions of one prompt; 8 where not given. */
  readonly perPrompt?: number | undefined;
  /** Mean tokens that the model writes in one completion, all turns. */
  readonly tokens: number;
  /** Turns of the model in one completion; 1 where not given. */
  readonly turns?: number | undefined;
  /** Tokens that tools, environments and users put between the turns of one completion; 0 where not given. */
  readonly addedTokens?: number | undefined;
}

/** Completions of one prompt, where nobody says how many. */
export const usualGroup = 8;
