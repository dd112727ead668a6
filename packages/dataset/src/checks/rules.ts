import type { Severity } from "../profile/findings.ts";

/**
 * Reports one flaw of the row being checked. `detail` is what was got or expected, in words; `words` names the wording
 * where one code stands for several cases.
 */
export type Emit = (severity: Severity, code: string, detail?: string, words?: string) => void;

/** What a provider does about something: how bad it is there, or null where it is fine. */
export type Stance = Severity | null;

/** A provider's rules for rows of messages. */
export interface ChatRules {
  readonly roles: readonly string[];
  /** What becomes of an example with another role: refused, or left out by the trainer with a warning. */
  readonly otherRole: "refused" | "skipped";
  /** Names of a message's fields: `role` and `content`; Mistral's `text` too; ShareGPT's `from` and `value` too. */
  readonly fields: "openai" | "mistral" | "any";
  /** `any`; strict user/assistant `alternate`; Mistral's table; LLaMA-Factory's `positions`. */
  readonly order: "any" | "alternate" | "mistral" | "positions";
  /** Whether a conversation must open with the user (after a system message). */
  readonly userFirst: Stance;
  readonly systemFirst: Stance;
  readonly oneSystem: Stance;
  readonly assistantLast: Stance;
  readonly noAssistant: Stance;
  readonly noUser: Stance;
  /** Empty text of a message. */
  readonly emptyText: Stance;
  /** An example without anything to learn from: answers that are empty or not trained. */
  readonly untrained: Severity;
  /** 0 or 1 on the model's answers, on any message, ignored, or a column too many. */
  readonly weight: "assistant" | "any" | "ignored" | "forbidden";
  readonly tools: "openai" | "mistral" | "unchecked";
  /** Where pictures may come from. */
  readonly images: "web" | "inline" | "none" | "unchecked";
  readonly partsAllowed: boolean;
  readonly fewestMessages: number;
}

/** A limit of length. */
export interface Cap {
  readonly model: RegExp;
  readonly tokens: number;
  /**
   * What happens to longer examples: cut off at the end and billed up to there, left out, or refused. On the user's own
   * machine nobody bills: cut off at the end by the trainer, or cut in proportion.
   */
  readonly beyond: "cut" | "skipped" | "refused" | "cut_by_trainer" | "cut_in_proportion";
  /** The model's vocabulary is not public, so its examples are counted in another one. */
  readonly estimated?: boolean;
  /** Whether the limit is for each turn (the messages up to and with an answer) instead of the example. */
  readonly perTurn?: boolean;
  /** Tokens of the system message that are refused beyond. */
  readonly system?: number;
  /** Characters that the provider's validator takes for a token, beside the count. */
  readonly characters?: number;
}

/** What one provider accepts, and how it takes the rest. */
export interface ProviderRules {
  readonly id: string;
  /** Shapes that it takes, the usual one first. */
  readonly shapes: readonly string[];
  /** Models that take prompts and completions, and nothing else; the others take no such rows. Null: no difference. */
  readonly completionModels: RegExp | null;
  /** Whether only JSON lines (and the shapes' own containers) are taken. */
  readonly linesOnly: boolean;
  readonly endings: readonly string[];
  readonly bom: Stance;
  readonly blankLine: Stance;
  readonly extraColumn: Stance;
  /** Column sets that must not meet in one row. */
  readonly exclusiveColumns: readonly (readonly string[])[];
  readonly examples: { readonly least: number; readonly most: number; readonly few: number; readonly advised: number };
  /** Bytes of the file, unpacked. */
  readonly bytes: { readonly least: number; readonly most: number };
  /** Whether preference pairs may hold pictures. */
  readonly pairImages: boolean;
  readonly missingSystem: Stance;
  readonly chat: ChatRules;
  /** Longest example by model, the first pattern that matches. */
  readonly caps: readonly Cap[];
  /** Words that the provider keeps for itself. */
  readonly reserved: RegExp | null;
  /** Text of special tokens, refused or advised against. */
  readonly specialTokens: Stance;
  /** Model names that take no pictures. */
  readonly blind: RegExp | null;
  /** Advice of OpenAI's prepare_data for prompt and completion. */
  readonly promptAdvice: boolean;
}
