/**
 * A caution about a fit, as data; `noteSentence` words it. Kinds: `prior_dominated`, `shape_from_prior`,
 * `short_range`, `non_monotone`, `constant`, `different_epochs`, `not_nested`, `at_bound`, `at_chance`,
 * `no_upper_bound`, `rule_disagrees`, `rule_beyond_bound`, `pooled_sizes`, `unit_guessed`.
 */
export interface CurveNote {
  /** Stable machine word; readers ignore kinds that they do not know. */
  readonly kind: string;
  /** The facts of the sentence. */
  readonly [fact: string]: string | number | boolean;
}
