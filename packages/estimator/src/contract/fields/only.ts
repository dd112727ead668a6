import type { FormsOf, KindsOf } from "./kind.ts";

/** Filters; every list keeps what it names. */
export interface Only {
  readonly providers?: readonly string[] | undefined;
  /** Model ids, aliases or whole offer ids. */
  readonly models?: readonly string[] | undefined;
  readonly methods?: readonly string[] | undefined;
  readonly status?: readonly string[] | undefined;
  readonly variants?: readonly string[] | undefined;
  /** Tokens that the longest example may have at least. */
  readonly minContext?: number | undefined;
  /** Total parameters in billions at most; models of unknown size are left out. */
  readonly maxParameters?: number | undefined;
  readonly licences?: readonly string[] | undefined;
  /** Where the data stay: `EU`, `US` or another country that the book names, `regional` for variants that stay in their region. */
  readonly residency?: readonly string[] | undefined;
  /** Takes prices as well that nobody has seen for more than a year. */
  readonly includeStale?: boolean | undefined;
}

export const onlyKinds: KindsOf<Only> = {
  providers: "texts?",
  models: "texts?",
  methods: "texts?",
  status: "texts?",
  variants: "texts?",
  minContext: "number?",
  maxParameters: "above0?",
  licences: "texts?",
  residency: "texts?",
  includeStale: "flag?",
};

export const onlyForms: FormsOf<Only> = {
  providers: ["only these providers", "--provider <ids>", { file: "providers" }],
  models: ["only these models or offers", "--model <ids>", { file: "offers" }],
  methods: ["only these methods: sft, sft-lora, dpo, …", "--method <ids>", { file: "methods" }],
  status: ["only offers with this status"],
  variants: ["only these regions or tiers"],
  minContext: ["longest example that must be taken"],
  maxParameters: ["largest model, billions", "--max-parameters <n>", { file: "maxParameters" }],
  licences: ["only open models under these licences", "--licence <names>", { file: "licences" }],
  residency: [
    "only where the provider says that it trains here: EU, US, another country, regional",
    "--residency <places>",
    { file: "residency" },
  ],
  includeStale: ["take prices as well that nobody has seen for more than a year", null, { file: "includeStale" }],
};
