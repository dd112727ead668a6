/** The 10th, 50th and 90th percentile of the prices of some offers, in dollars per million tokens. */
export interface MarketPrices {
  readonly offers: number;
  readonly providers: number;
  readonly low: string;
  readonly middle: string;
  readonly high: string;
}

/** Supervised tuning of models of one size; null where nobody sells it. */
export interface MarketSize {
  /** Total parameters in billions: more than `over`, up to `upTo`; both null where the size is not published. */
  readonly over: number | null;
  readonly upTo: number | null;
  readonly now: MarketPrices | null;
  readonly before: MarketPrices | null;
}

/** What supervised tuning costs by size of the model, on a day and a year before. */
export interface TrainingMarket {
  readonly day: string;
  readonly before: string;
  readonly sizes: readonly MarketSize[];
  /** Of the offers that are priced on both days: how many there are, and how many cost less or more than then. */
  readonly both: { readonly offers: number; readonly cheaper: number; readonly dearer: number };
  /** Offers of the day that are billed by another unit, or in another currency: they are in no column. */
  readonly leftOut: number;
}
