import type { CheckReport, DatasetProfile } from "@tunecast/dataset";
import type { Problem } from "@tunecast/estimator";
import type { Checked } from "./fileCheck.ts";
import type { Counted } from "./fileCount.ts";

/** What a worker is told: to count a part of a file, to put the counted parts together, or to check it. */
export type Task =
  | {
      readonly kind: "count";
      readonly file: Blob;
      readonly name: string;
      /** Counting rules that are wanted, `overhead/vocabulary`; those without a public tokenizer are passed over. */
      readonly rules: readonly string[];
      /** 1-based. */
      readonly index: number;
      readonly of: number;
    }
  | { readonly kind: "join"; readonly parts: readonly DatasetProfile[] }
  | ({ readonly kind: "check" } & Checked);

/** What a worker says. */
export type Message =
  | { readonly kind: "progress"; readonly bytes: number; readonly rows: number }
  | { readonly kind: "part"; readonly profile: DatasetProfile }
  | { readonly kind: "whole"; readonly counted: Counted }
  | { readonly kind: "checked"; readonly report: CheckReport | null }
  | { readonly kind: "problem"; readonly problem: Problem };
