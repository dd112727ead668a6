import type { Note } from "../../contract/notes.ts";
import type { Job } from "../../contract/fields/job.ts";
import type { LikelyTraffic } from "../../contract/fields/traffic.ts";
import type { Amount } from "../../money.ts";
import type { BookOffer } from "../../prices/offers.ts";
import type { Overlay } from "../../prices/overlay.ts";
import type { RateKind } from "../../prices/rateKinds.ts";
import type { RateInForce } from "../../prices/rates.ts";
import type { Result } from "../../problem.ts";
import type { Counted } from "../counted.ts";
import type { Horizon } from "../horizon.ts";
import type { BillLine } from "../line.ts";
import type { Spread } from "../spread.ts";

/** What a rule can be for, what it is given and what it gives back: the training bill up to `grading`, then the use of the model. */
export interface Roles {
  /** What is multiplied by the training rate: exactly one an offer. */
  readonly quantity: (training: TrainingCase) => Result<Quantity>;
  /** Changes the tokens of one pass. */
  readonly pass: (pass: Spread, training: TrainingCase) => Result<Extra>;
  /** Changes the tokens of all passes, or their range. */
  readonly passes: (all: Spread, at: { readonly pass: Spread; readonly epochs: number }) => Extra;
  /** How often the validation set is billed: at most one an offer. Without one nobody says. */
  readonly validation: (once: Spread, at: { readonly epochs: number; readonly evaluations: number }) => Extra;
  /** Rounds the tokens of the job: at most one. */
  readonly rounding: (tokens: Amount) => Amount;
  /** The training rate, where the method has no row of its own: at most one. */
  readonly rate: (rateOf: (method: string) => Result<RateInForce>) => Result<RateInForce>;
  /** Changes the amount. */
  readonly amount: (cost: Spread, training: TrainingCase, rate: RateInForce) => Charge;
  /** Tokens that a model reads and writes as it draws its own completions: at most one. */
  readonly drawing: (training: TrainingCase) => Result<Charge>;
  /** Tokens that a grader reads and writes: at most one. */
  readonly grading: (training: TrainingCase) => Result<Charge>;
  /** The rates of requests to the tuned model: at most one. */
  readonly requests: (own: LookUp, base: LookUp) => LookUp;
  readonly hourly: (serving: ServingCase) => HourlyTerms;
  /** What keeping the model costs: at most one. */
  readonly storage: (serving: ServingCase) => Charged;
  /** Hours after which a deployment is deleted, called or not: at most one. */
  readonly deployment: () => number;
  /** A rate that is on file and not billed, and why. */
  readonly unbilled: () => Note;
}

export type Role = keyof Roles;

/** What rules of a role say of themselves beside what they do. */
export interface Marks extends Record<Exclude<Role, "quantity" | "hourly">, object> {
  /** What it counts: the training rate must be by the same. */
  readonly quantity: { readonly unit: "token" | "hour" | "image" | "nothing" };
  readonly hourly: { readonly label: string };
}

/** A rule with the parameters of an offer's tag. */
export type RuleInForce<R extends Role = Role> = {
  readonly tag: string;
  readonly role: R;
  readonly reads: readonly RateKind[];
  readonly apply: Roles[R];
} & Marks[R];

export interface Rules {
  readonly has: (rule: { readonly tag: string }) => boolean;
  /** Its rules of a role, in the order of the table. */
  readonly of: <R extends Role>(role: R) => readonly RuleInForce<R>[];
  readonly isEmpty: boolean;
}

interface BillCase {
  readonly offer: BookOffer;
  readonly rules: Rules;
  readonly job: Job;
  readonly day: string;
  readonly overlay: Overlay;
}

export interface TrainingCase extends BillCase {
  readonly counted: Counted;
  readonly epochs: number;
}

export interface ServingCase extends BillCase {
  readonly traffic: LikelyTraffic | undefined;
  readonly horizon: Horizon;
}

export interface Extra {
  readonly spread: Spread;
  readonly assumptions: readonly Note[];
}

/** What the training rate is multiplied by. */
export interface Quantity extends Extra {
  readonly label: string;
}

/** Lines of the bill, and what was assumed for them. */
export interface Charged {
  readonly lines: readonly BillLine[];
  readonly assumptions: readonly Note[];
}

/** What a rule makes of the cost so far. */
export interface Charge extends Charged {
  readonly cost: Spread;
}

export type Meter = "input" | "cached_input" | "output";

/** The rate of a meter, of the standard service or of another. */
export type LookUp = (meter: Meter, service?: string) => Result<RateInForce>;

export interface HourlyTerms {
  readonly kind: RateKind;
  readonly service?: string | undefined;
  readonly units: number;
  /** Hours after which an idle deployment is deleted. */
  readonly deletedAfter?: number | undefined;
  /** What is assumed where the price was found. */
  readonly assumptions?: readonly Note[];
  /** What holds whether it was found or not. */
  readonly notes?: readonly Note[];
}
