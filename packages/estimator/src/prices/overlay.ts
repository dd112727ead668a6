/** A user's own price file: what it holds wins over the book, and every line it touches is marked. */
export interface Overlay {
  readonly rates?: readonly OverlayRate[] | undefined;
  readonly discounts?: readonly Discount[] | undefined;
  readonly credits?: readonly Credit[] | undefined;
  readonly exchange?: readonly Exchange[] | undefined;
}

/** A negotiated rate. Fields that are left out match everything. */
export interface OverlayRate {
  readonly provider: string;
  readonly model?: string | undefined;
  readonly method?: string | undefined;
  readonly variant?: string | undefined;
  /** `batch`, `1-month`, … as in the book; a rate without one is the standard service's, or that of every term. */
  readonly service?: string | undefined;
  readonly kind: string;
  readonly amount: string;
  readonly currency: string;
  readonly per: string;
  /** First day on which it holds; always, where absent. */
  readonly from?: string | undefined;
  /** Where it is written down: a contract's number or an address. */
  readonly source: string;
}

/** A discount off the list prices of a provider; they do not add up, the one that names the kind of rate wins. */
export interface Discount {
  readonly provider: string;
  readonly kind?: string | undefined;
  readonly percent: string;
  readonly source: string;
}

export interface Credit {
  readonly provider: string;
  readonly amount: string;
  readonly currency: string;
  readonly source: string;
}

export type Overlaid =
  | (Pick<OverlayRate, "amount" | "currency" | "per"> & Sets<"rate"> & { readonly rate: string })
  | (Pick<Discount, "percent"> & Sets<"discount"> & { readonly rate: string })
  | (Pick<Exchange, "to" | "date"> & Sets<"exchange"> & { readonly currency: string; readonly worth: string });

interface Sets<By extends string> {
  readonly by: By;
  readonly from: string;
}

export interface Exchange {
  readonly from: string;
  readonly to: string;
  readonly rate: string;
  readonly date: string;
  readonly source: string;
}
