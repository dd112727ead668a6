import { likelyEpochs, likelyTraffic } from "@tunecast/estimator/fields";
import type { Question } from "@tunecast/estimator";

/** Names of the files that were counted; null for none. */
export interface CountedNames {
  readonly training: string | null;
  readonly validation: string | null;
}

/** The command that asks the same question; `ownPrices` with own prices, `offer` for that alone. */
export function commandText(question: Question, counted: CountedNames, ownPrices?: string, offer?: string): string {
  const { job, traffic: stated, alternative, asOf } = question;
  const traffic = stated && likelyTraffic(stated);
  const options: readonly (readonly [name: string, value: string | number | undefined])[] = [
    ["examples", "profile" in job ? undefined : job.examples],
    ["tokens-per-example", "profile" in job ? undefined : job.tokensPerExample],
    ["epochs", likelyEpochs(job)],
    ["evaluations", job.evaluations],
    ["requests", traffic?.requestsPerMonth],
    ["input-tokens", traffic?.inputTokens],
    ["cached-input-tokens", traffic?.cachedInputTokens],
    ["output-tokens", traffic?.outputTokens],
    ["months", traffic?.months],
    ["alternative", alternative?.kind],
    ["extra-input-tokens", alternative?.extraInputTokens],
    ["alternative-monthly-cost", alternative?.monthlyCost],
    ["as-of", asOf],
    ["model", offer],
  ];
  const given = options.flatMap(([name, value]) => (value === undefined ? [] : [`--${name} ${plain(value)}`]));
  const { training, validation } = counted;
  const scored = job.validation === undefined || validation === null ? [] : [`--validation ${quoted(validation)}`];
  const book = ownPrices === undefined ? [] : [`--own-prices ${quoted(ownPrices)}`];
  return ["npx tunecast estimate", ...(training === null ? [] : [quoted(training)]), ...scored, ...given, ...book].join(
    " \\\n  ",
  );
}

/** The library call that asks the same question. */
export function libraryText(question: Question): string {
  const { job, prices: _prices, ...rest } = question;
  const { profile, validation, ...options } = job as typeof job & { profile?: unknown };
  const counts = {
    ...(profile !== undefined && { profile: "…" }),
    ...options,
    ...(validation !== undefined && { validation: { profile: "… of the validation file" } }),
  };
  const body = JSON.stringify({ ...rest, job: counts }, null, 2)
    .replaceAll(/^(\s*)"([a-zA-Z]+)":/gmu, "$1$2:")
    .replace('profile: "…"', "profile")
    .replace('"… of the validation file"', "validation")
    .replace(/^\{/u, "{\n  prices,");
  return [
    'import { estimate } from "@tunecast/estimator";',
    'import { prices } from "@tunecast/pricing";',
    "",
    `const answer = estimate(${body});`,
  ].join("\n");
}

/** Digits without an exponent, as the command reads them. */
function plain(value: string | number): string {
  return typeof value === "number" && Math.abs(value) >= 1e21 ? BigInt(Math.round(value)).toString() : String(value);
}

/** A file name as one word of a shell. */
function quoted(name: string): string {
  return /^[\w./@%+-]+$/u.test(name) && !name.startsWith("-") ? name : `'${name.replaceAll("'", String.raw`'\''`)}'`;
}
