import type { Severity } from "../../profile/findings.ts";

export type Emit = (severity: Severity, code: string, detail?: string, words?: string) => void;

export type Stance = Severity | null;

export interface ChatRules {
  readonly roles: readonly string[];
  /** What becomes of an example with another role: refused, or left out by the trainer with a warning. */
  readonly otherRole: "refused" | "skipped";
  /** Names of a message's fields: `role` and `content`; Mistral's `text` too; ShareGPT's `from` and `value` too. */
  readonly fields: "openai" | "mistral" | "any";
  /** `any`; strict user/assistant `alternate`, in which several tools may answer one after another; LLaMA-Factory's `positions`. */
  readonly order: "any" | "alternate" | "mistral" | "positions";
  readonly thoughts?: true;
  readonly userFirst: Stance;
  readonly systemFirst: Stance;
  readonly oneSystem: Stance;
  readonly assistantLast: Stance;
  readonly noAssistant: Stance;
  readonly noUser: Stance;
  readonly emptyText: Stance;
  /** An example without anything to learn from: answers that are empty or not trained. */
  readonly untrained: Severity;
  /** 0 or 1 on the model's answers, on any message, ignored, or a column too many. */
  readonly weight: "assistant" | "any" | "ignored" | "forbidden";
  readonly tools: "openai" | "mistral" | "unchecked";
  /** Where pictures may come from: an address or base64, base64 alone, or base64 by the rules of Together's `inline`. */
  readonly images: "web" | "base64" | "inline" | "none" | "unchecked";
  /** Pictures and films of one example, and bytes of one picture: at most. Formats that are taken; null for the usual ones. */
  readonly media: {
    readonly images: number;
    readonly imageBytes: number;
    readonly videos: number;
    readonly imageFormats: ReadonlySet<string> | null;
    readonly videoFormats: ReadonlySet<string> | null;
  };
  readonly partsAllowed: boolean;
  /** Whether it looks at the type of each part of a content, and stops where there is none. */
  readonly typedParts?: true;
  /** Whether it reads messages that are written as a text, as a cell of a table holds them. */
  readonly textLists?: true;
  readonly fewestMessages: number;
}

export interface Cap {
  readonly tokens: number;
  /** What happens to longer examples: cut off at the end and billed up to there, left out, refused, or what nobody says. */
  readonly beyond: "cut" | "skipped" | "refused" | "unstated" | "cut_by_trainer" | "cut_in_proportion";
  /** Tokens of the system message that are refused beyond. */
  readonly system?: number;
  /** Characters that the provider's validator takes for a token, beside the count. */
  readonly characters?: number;
}

/** How a provider takes a file: what no number says. Where its numbers are in the price book they are added by `resolved`. */
export interface CheckRules {
  readonly id: string;
  readonly linesOnly: boolean;
  readonly bom: Stance;
  readonly blankLine: Stance;
  readonly otherEncoding: Stance;
  /** Whether Hugging Face's `datasets` loads the files: rows in one object, other marks between cells and, in lines, a key that stands twice are wrong there; NaN is not. */
  readonly datasets?: true;
  readonly extraColumn: Stance;
  readonly moreColumns?: Readonly<Record<string, readonly string[]>>;
  readonly exclusiveColumns: readonly (readonly string[])[];
  readonly pairImages: boolean;
  readonly twoForms: Stance;
  /** Whether prompts and completions are texts, never messages. */
  readonly textsOnly?: true;
  /** The only field that it reads the better answer from. */
  readonly chosenField?: string;
  readonly missingSystem: Stance;
  /** Columns beside the messages that it reads a system text from. */
  readonly systemColumns: readonly string[] | "any";
  readonly chat: ChatRules;
  readonly reserved: RegExp | null;
  readonly specialTokens: Stance;
}

export interface ProviderRules extends CheckRules {
  readonly shapes: readonly string[];
  readonly endings: readonly string[];
  readonly examples: { readonly least: number; readonly most: number; readonly few: number; readonly advised: number };
  /** Bytes of the file, unpacked; what is over `most` can be uploaded in parts up to `inParts`. */
  readonly bytes: { readonly least: number; readonly most: number; readonly inParts: number };
  readonly cap: Cap | null;
  /** Counting rule of what the limit is about; null for that of OpenAI's newer models. */
  readonly counting: string | null;
  readonly model: string;
  readonly blind: boolean;
}
