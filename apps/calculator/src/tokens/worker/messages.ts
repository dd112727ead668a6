import type { CheckReport, Conversion, DatasetProfile, FileColumns, Finding } from "@tunecast/dataset";
import type { Offer, Problem, Profile, Result } from "@tunecast/estimator";
import type { FileRules } from "@tunecast/estimator/prices";
import type { OnCards } from "./onCards.ts";
import type { CheckedFile, NamedFile } from "../fileVerdicts.ts";

/** What a worker is told: to count a part of a file, to put the counted parts together, or to check it. */
export type Task =
  | ({
      readonly kind: "count";
      /** Counting rules that are wanted, `overhead/vocabulary`; those without a public tokenizer are passed over. */
      readonly rules: readonly string[];
      /** 1-based. */
      readonly index: number;
      readonly of: number;
    } & NamedFile)
  | { readonly kind: "join"; readonly parts: readonly DatasetProfile[]; readonly missed: readonly string[] }
  | { readonly kind: "columns"; readonly file: Blob; readonly name: string }
  | ({ readonly kind: "check_all"; readonly rules: readonly FileRules[] } & CheckedFile)
  | ({ readonly kind: "convert"; readonly to: string } & NamedFile)
  | { readonly kind: "open_models" }
  | ({ readonly kind: "on_cards" } & OnCards);

export type News =
  | { readonly kind: "progress"; readonly bytes: number; readonly rows: number }
  /** What the rules of a place in the list say; null for a file that holds counts and no rows. */
  | { readonly kind: "verdict"; readonly at: number; readonly report: CheckReport | null };

export type Message =
  | News
  /** `missed` are the rules whose vocabulary could not be had. */
  | { readonly kind: "part"; readonly profile: DatasetProfile; readonly missed: readonly string[] }
  | { readonly kind: "columns"; readonly found: FileColumns }
  | { readonly kind: "all_checked" }
  | { readonly kind: "converted"; readonly file: Blob; readonly conversion: Conversion }
  | { readonly kind: "whole"; readonly counted: Counted }
  | { readonly kind: "open_models"; readonly ids: readonly string[] }
  | { readonly kind: "on_cards"; readonly run: Result<Offer> }
  | { readonly kind: "problem"; readonly problem: Problem };

export interface Counted {
  readonly profile: Profile;
  readonly findings: readonly FileFinding[];
  /** Counting rules whose vocabulary could not be fetched: offers that count by them have a range. */
  readonly missed: readonly string[];
}

export interface FileFinding extends Omit<Finding, "line" | "source"> {
  readonly lines: readonly number[];
  readonly places: "lines" | "rows";
}
