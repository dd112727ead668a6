import type { Overlay } from "../prices/overlay.ts";
import type { PriceBook } from "../prices/priceFile.ts";
import type { Job } from "./fields/job.ts";
import { both, type FormsOf, type KindsOf } from "./fields/kind.ts";
import type { Only } from "./fields/only.ts";
import type { Alternative, Traffic } from "./fields/traffic.ts";

/** The question. Plain JSON; money is a decimal string, counts are whole numbers. */
export interface Question {
  /** Day, `YYYY-MM-DD`: rates, statuses and retirements in force then. There is no clock in this package. */
  readonly asOf: string;
  readonly prices: PriceBook;
  /** Negotiated rates, discounts, credits and exchange rates that win over the book. */
  readonly ownPrices?: Overlay | undefined;
  readonly job: Job;
  readonly traffic?: Traffic | undefined;
  /** What the tuned model would replace: how its prompt is longer today. */
  readonly alternative?: Alternative | undefined;
  readonly only?: Only | undefined;
  /** Hours of a month; 730 where not given. */
  readonly hoursPerMonth?: number | undefined;
}

export const questionKinds: KindsOf<Pick<Question, "asOf" | "hoursPerMonth">> = {
  asOf: "day",
  hoursPerMonth: "monthHours?",
};

export const questionForms: FormsOf<Pick<Question, "asOf" | "hoursPerMonth">> = {
  asOf: ["rates and statuses in force on that day (default: today)", "--as-of <day>", both],
  hoursPerMonth: ["hours of a month (default: 730)"],
};
