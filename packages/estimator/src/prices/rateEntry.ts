type Sightings = Pick<Rate, "seen" | "alsoSeen">;

/** The day of the newest copy that was there on a day; of the first one, where all came later. */
export function seenOn(rate: Sightings, day: string): string {
  return lastSighting(rate, day) ?? rate.alsoSeen?.[0] ?? rate.seen;
}

export function lastSighting({ seen, alsoSeen = [] }: Sightings, day: string): string | undefined {
  return [...alsoSeen, seen].findLast((one) => one <= day);
}

/** True where no copy of a price bears a day. */
export function isUndated({ seenKind, fromKind }: Pick<Rate, "seenKind" | "fromKind">): boolean {
  return seenKind === "read" || fromKind === "read";
}

/** Who says what a price file has. */
export interface Sourced {
  readonly source: string;
  /** Date of the newest copy that was read. */
  readonly seen: string;
  /** `primary`: the provider's own page, document or job output, or a verbatim copy of it; else `secondary`. */
  readonly confidence: string;
  readonly note?: string | undefined;
}

/** Since when a price holds, and who says so; a copy may bear no day (`seenKind: read`): it is `seen` when it was read. */
export interface Sighted extends Sourced {
  /** The stated day, else the earliest dated copy. */
  readonly from: string;
  readonly fromKind: string;
  readonly seenKind?: string | undefined;
  /** Days of the earlier copies that have it unchanged, oldest first. */
  readonly alsoSeen?: readonly string[] | undefined;
  /** The copies and what they say; in the files alone. */
  readonly evidence?: readonly Evidence[] | undefined;
  /** Another figure for the same thing that was met, and where. */
  readonly conflicts?: readonly string[] | undefined;
}

/** One price from one day on. Never edited: a change is a new entry. */
export interface Rate extends Sighted {
  readonly kind: string;
  /** Only for this method; none means every method of the model. */
  readonly method?: string | undefined;
  /** Only for this variant; none means every variant. */
  readonly variant?: string | undefined;
  /** `batch`, `batch-data-sharing`, `data-sharing`, `no-commitment`, `1-month`, `6-month`: stored beside the standard rate. */
  readonly service?: string | undefined;
  /** Decimal string as printed, no exponent. */
  readonly amount: string;
  /** ISO 4217, or `credits`. */
  readonly currency: string;
  readonly per: string;
  /** Another figure where it is open which is right: the range of a bill holds both. */
  readonly disputed?: Dispute | undefined;
}

/** A copy that was read, and the words in it that hold the amount as printed. */
export interface Evidence {
  /** `owner/name@commit:path` of a public repository, or the address of a capture. */
  readonly copy: string;
  /** Its day; null where it bears none. */
  readonly day: string | null;
  readonly quote: string;
  /** Where the quote prints another unit than the rate: what one of it is worth in the rate's. */
  readonly times?: string | undefined;
  readonly sha256?: string | undefined;
}

export interface Dispute {
  /** In the currency and unit of the rate. */
  readonly amount: string;
  readonly said: string;
  /** Its public address, where it has one. */
  readonly source?: string | undefined;
}

/** Prices for models of `over` (exclusive) to `upTo` (inclusive) billions of parameters. */
export interface Tier {
  readonly id: string;
  /** As the provider writes it: "17B-69B". */
  readonly label: string;
  readonly over: string;
  readonly upTo?: string | undefined;
  readonly rates: readonly Rate[];
}

/** A price that exists and was not found. */
export interface UnknownPrice {
  readonly kind: string;
  readonly method?: string | undefined;
  readonly variant?: string | undefined;
  /** First day on which the price is unknown: a rate from before it no longer holds. Absent: never known. */
  readonly from?: string | undefined;
  readonly where: string;
  readonly note?: string | undefined;
}
