/** What a provider says of a tuning job. */
export interface TuningJob {
  readonly id: string | null;
  readonly model: string | null;
  readonly createdOn: string | null;
  readonly epochs: number | null;
  readonly status: string | null;
  readonly tokens: {
    readonly count: number;
    /** `trained` counts what was trained on, which is not the bill where the provider rounds; `pass` is one pass; `stated` says no more. */
    readonly counted: "billed" | "trained" | "stated" | "pass";
  } | null;
  /** Money that the job states: its bill, or what the provider reckoned before. */
  readonly money: { readonly amount: string; readonly currency: string; readonly basis: "billed" | "quoted" } | null;
  readonly quoted: number | null;
  readonly hasValidation: boolean;
}
