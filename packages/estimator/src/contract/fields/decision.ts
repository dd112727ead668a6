import type { ProviderFile } from "../../prices/priceFile.ts";
import type { Offer } from "../answer.ts";
import type { Question } from "../question.ts";
import type { Figure, FormsOf, KindsOf } from "./kind.ts";
import type { Project } from "./project.ts";
import type { Quality, Way } from "./ways.ts";

/** What a decision is asked: the question of the bill, with traffic, and what surrounds the run. */
export interface DecisionQuestion extends DecisionParts {
  /** The question of `estimate`; its `traffic` is required here. */
  readonly question: Question;
  /** Models that are sold untuned, as `@tunecast/pricing/inference` has them. */
  readonly untuned?: readonly ProviderFile[];
  /** Runs on cards, one's own or rented, and models from scratch: bills of `joinSelfHosted`, put beside the others. */
  readonly onCards?: readonly CardRun[];
}

/** What surrounds the question of the bill in a decision. */
export interface DecisionParts {
  /** Ids of tuned offers to put side by side; the cheapest complete one where not given. */
  readonly offers?: readonly string[];
  readonly ways?: readonly Way[];
  /** Id of the way that is used today and that all others are held against; the first of `ways` where not given. */
  readonly today?: string;
  /** True where data may not leave: nothing that a provider trains or answers is compared. */
  readonly dataStays?: boolean;
  readonly project?: Project;
  /** What listed prices may become within the horizon, as a factor on all of them: 0.8 to 1.1; 1 is the likeliest. */
  readonly priceFactor?: Figure;
  readonly quality?: Readonly<Record<string, Quality>>;
  readonly seed?: number;
}

/** A run on cards: its bill, and whether it tunes a model or makes one. */
export interface CardRun {
  readonly kind: "own_gpus" | "scratch";
  /** A row of `joinSelfHosted`: its training once, and serving it as what a month costs. */
  readonly offer: Offer;
}

/** Fields of a decision that are one value. */
export type DecisionFields = Omit<DecisionParts, "ways" | "project" | "quality">;

export const decisionKinds: KindsOf<DecisionFields> = {
  offers: "texts?",
  today: "text?",
  dataStays: "flag?",
  priceFactor: "priceFactor?",
  seed: "whole?",
};

export const decisionForms: FormsOf<DecisionFields> = {
  offers: ["a tuned offer to compare; may be repeated (default: the cheapest)", "--offer <id>"],
  today: ["id of the way you use now (default: the first)", "--today <way>"],
  dataStays: ["the data may not leave: only what runs on your own cards is compared", "--data-stays"],
  priceFactor: ["what listed prices may become, as a factor: 0.8..1.1"],
  seed: ["decides the draws of the ranges (default: 1)"],
};
