import { optionsOf, spellings } from "@tunecast/estimator/fields";
import type { DecisionQuestion, Question, Way } from "@tunecast/estimator";

const { write } = spellings.figure;

export interface CountedFiles {
  readonly training: readonly string[];
  /** What the columns of a table stand for, where the reader has said it. */
  readonly columns?: Readonly<Record<string, string>> | undefined;
  readonly validation: string | null;
}

/** The command that asks the same question. @param ownPrices the name of the file that holds them */
export function commandText(question: Question, counted: CountedFiles, ownPrices?: string): string {
  return written(["estimate", question.job, optionsOf(question)], counted, ownPrices);
}

/** The command that gives the verdict, with every way that is compared; null where one is a run on cards, which it would choose anew. */
export function verdictCommand(
  { question, offers, project, ways = [], quality = {}, onCards = [] }: DecisionQuestion,
  counted: CountedFiles,
  ownPrices?: string,
): string | null {
  if (onCards.length > 0) return null;
  // The offer is named by itself: a filter would leave the choice to the command, which then says why it chose.
  const { alternative: _isAWay, only: _isTheOffer, ...bill } = question;
  const scores = Object.entries(quality).map(([way, { score, metric }]) => `${way}=${write(score)}:${metric}`);
  const options = [
    ...optionsOf({ ...bill, offers, project }),
    ...ways.map((way) => ["--way", wayText(way)] as const),
    ...scores.map((score) => ["--quality", score] as const),
  ];
  return written(["advise", question.job, options], counted, ownPrices);
}

function wayText({ id = "", kind, model, extraInputTokens, cachedInputTokens, monthly }: Way): string {
  const tokens = extraInputTokens === undefined ? "" : write(extraInputTokens);
  const main = typeof model === "string" ? model : tokens;
  return [
    main === "" ? kind : `${kind}=${main}`,
    ...(cachedInputTokens === undefined ? [] : [`cached=${cachedInputTokens}`]),
    ...(monthly === undefined ? [] : [`monthly=${write(monthly)}`]),
    ...(["", kind, main].includes(id) ? [] : [`id=${id}`]),
  ].join(",");
}

type Asked = readonly [command: string, job: Question["job"], options: ReturnType<typeof optionsOf>];

function written([command, job, options]: Asked, counted: CountedFiles, ownPrices?: string): string {
  const given = options.map(([flag, value]) => `${flag} ${value}`);
  const { training, columns, validation } = counted;
  const pairs = Object.entries(columns ?? {}).map(([meaning, column]) => `${meaning}=${column}`);
  const mapped = pairs.length === 0 ? [] : [`--columns ${quoted(pairs.join(","))}`];
  const scored = job.validation === undefined || validation === null ? [] : [`--validation ${quoted(validation)}`];
  const book = ownPrices === undefined ? [] : [`--own-prices ${quoted(ownPrices)}`];
  const files = training.length === 0 ? [] : [training.map(quoted).join(" ")];
  return [`npx tunecast ${command}`, ...files, ...mapped, ...scored, ...given, ...book].join(" \\\n  ");
}

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

function quoted(name: string): string {
  return /^[\w./@%+-]+$/u.test(name) && !name.startsWith("-") ? name : `'${name.replaceAll("'", String.raw`'\''`)}'`;
}
