import type { Assumption, LineItem, Money } from "@tunecast/estimator/parts";
import type { Slower } from "./physics/hours.ts";
import type { Spread, Unmeasured } from "./physics/interval.ts";
import type { MemoryParts } from "./physics/memory.ts";
import type { Serving } from "./physics/serving.ts";
import type { StepTime } from "./physics/time.ts";
import type { Fit } from "./placement/changes.ts";
import type { Factors, Verdict } from "./placement/placements.ts";
import type { SelfHostQuestion } from "./run/question.ts";
import type { Run } from "./run/run.ts";

export interface FilledRun
  extends
    Omit<Run, "shape" | "counts" | "profile" | "adapterSides" | "learns">,
    Pick<
      SelfHostQuestion,
      "data" | "epochs" | "stages" | "tuningRounds" | "failedShare" | "measured" | "owned" | "serving"
    > {
  readonly model: string;
  readonly framework: string;
}

/** Memory, cards, speed, hours, cost and serving of training on GPUs of one's own or of a cloud. Plain JSON. */
export interface SelfHostAnswer {
  readonly schemaVersion: 1;
  readonly model: { readonly id: string; readonly parameters: number; readonly active: number };
  readonly input: FilledRun;
  readonly gpu: { readonly id: string; readonly name: string };
  readonly gpus: number;
  readonly sharding: string;
  readonly verdict: Verdict;
  /** Share of such runs that fit these cards, 0 to 1, by how far left-out runs lay from their estimate. */
  readonly chance: number;
  readonly memory: {
    readonly totalGiB: number;
    readonly low: number;
    readonly high: number;
    readonly parts: MemoryParts;
    /** The parts less the total: parts that are never held at the same moment; below 0 where the optimizer's step is the peak. */
    readonly notAtOnce: number;
  };
  /** Each card of the book, as many of it as `gpus`, in the cheapest sharding that fits. */
  readonly fits: readonly Fit[];
  readonly throughput: Throughput;
  /** Wall hours of one run, four runs of five between low and high; null without data, or where the run does not fit. */
  readonly hours: { readonly low: number; readonly typical: number; readonly high: number } | null;
  /** Model FLOPs of the whole run, nothing recomputed; null without data. */
  readonly flops: number | null;
  /** Why the run can take longer than that, and how many times; empty where it does not fit. */
  readonly slower: readonly Slower[];
  /** What no measured run says of this one: each makes the ranges wider. */
  readonly unmeasured: readonly Unmeasured[];
  readonly cost: Cost | null;
  readonly serving: ServingAnswer | null;
  readonly calibration: Factors | null;
  readonly assumptions: readonly Assumption[];
  readonly sources: readonly string[];
}

export interface Throughput extends Pick<StepTime, "tokensPerSecondPerGpu" | "parts" | "mfu">, Spread {
  readonly stepSeconds: number;
  /** The rule of thumb beside it: 6N FLOPs per token at 40 % of the peak. */
  readonly sixNd: number;
}

/** One way to rent the cards for the job: machines of one price. */
export interface GpuOffer {
  readonly id: string;
  readonly cloud: string;
  readonly gpu: string;
  readonly gpus: number;
  readonly machines: number;
  readonly region: string | null;
  readonly term: string;
  /** The day on which the price was last seen, and how many days ago that is; null for a copy that bears no day. */
  readonly seen: string;
  readonly age: number | null;
  readonly sharding: string;
  readonly verdict: Verdict;
  readonly hours: number;
  readonly lines: readonly LineItem[];
  readonly total: Money;
  readonly range: { readonly low: string; readonly high: string };
}

export interface OwnedCost extends Pick<GpuOffer, "gpu" | "gpus" | "hours" | "lines" | "total" | "range"> {
  readonly perCardHour: Money;
}

export interface Cost {
  /** The cheapest fresh rate on demand; where none was seen within 60 days, the one seen last. */
  readonly cheapest: GpuOffer | null;
  /** What the card of the answer costs on demand across clouds; null where fewer than three were seen lately. */
  readonly market: Market | null;
  readonly fastest: GpuOffer | null;
  readonly offers: readonly GpuOffer[];
  readonly owned: OwnedCost | null;
}

export interface ServingAnswer extends Serving {
  /** Per million tokens read and written, on the cheapest on-demand machine that holds a copy; null where none is known. */
  readonly perMillionTokens: Money | null;
  /** Copies that carry the requests of a month, busy as long as `utilisation` says; null where nobody says how many there are. */
  readonly copies: number | null;
  /** The cheapest machines that hold these copies for all hours of a month; null where none are known. */
  readonly perMonth: Money | null;
}

/** What a card costs on demand across clouds. */
export interface Market {
  readonly gpu: string;
  /** Clouds with a fresh on-demand rate; of each its lowest counts. */
  readonly clouds: number;
  /** Decimal strings, of a card and hour. */
  readonly low: string;
  readonly median: string;
  readonly high: string;
  readonly currency: "USD";
}
