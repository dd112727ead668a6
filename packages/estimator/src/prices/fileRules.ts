import { nearestNames } from "../check/nearest.ts";
import { sameRelease } from "../names/nameParts.ts";
import { fail, ok, type Result } from "../problem.ts";
import { bookOffers, fileModels, namesOf, type BookOffer, type FileModel } from "./offers.ts";
import type { DataRules, Limits, PriceBook } from "./priceFile.ts";
import { offerStatusOn, shut } from "./status.ts";

/** What the price book says of data files, for one offer or for all models under the same checks. Plain JSON. */
export interface FileRules {
  /** Id of the checks in `@tunecast/dataset` that hold beside the numbers and lists. */
  readonly check: string;
  /** The model as it was asked for; empty for any. */
  readonly model: string;
  readonly methods: readonly string[];
  /** Shapes that are taken as they are; none where nobody wrote them down. */
  readonly formats: readonly string[];
  readonly limits: Limits;
  readonly data: DataRules;
  readonly textOnly: boolean;
  /** Counting rule of the model, of several the one that takes the longest example. */
  readonly counting: string | null;
}

/** The rules for the files of one offer; null where its provider publishes none. */
export function fileRulesOf(offer: BookOffer): FileRules | null {
  const { dataRules, model, method } = offer;
  return dataRules.check === undefined ? null : rulesOver([offer], dataRules.check, model.id, [method]);
}

/** The models of the book whose files are checked by the rules of an id; those of one model where it is named. */
export function modelsUnder(book: PriceBook, check: string, model?: string): Result<readonly FileModel[]> {
  const models = fileModels(book).filter(({ dataRules }) => dataRules.check === check);
  if (model === undefined || models.length === 0) return ok(models);
  const exact = models.filter((one) => namesOf(one.model).includes(model));
  const meant = (name: string): boolean => isSame(name, model) || sameRelease(name, model);
  const named = exact.length > 0 ? exact : models.filter((one) => namesOf(one.model).some(meant));
  if (named.length > 0) return ok(named);
  const known = nearestNames(model, [...new Set(models.flatMap((one) => namesOf(one.model)))], 5, 0);
  return fail({ kind: "unknown_model", model, known });
}

/**
 * What holds by the checks of an id: of one model where it is named, else of any of their models. Null where the book has no
 * such checks, as for a trainer of one's own.
 *
 * Problem: `unknown_model`.
 * @param day without a model: only those that can be tuned on this day, unless none can
 */
export function fileRulesFor(book: PriceBook, check: string, model?: string, day?: string): Result<FileRules | null> {
  const models = modelsUnder(book, check, model);
  if (!models.ok) return models;
  if (models.value.length === 0) return ok(null);
  const methods = model === undefined ? [] : models.value.flatMap((one) => one.methods);
  const open = model === undefined && day !== undefined ? openOffers(book, check, day) : [];
  return ok(rulesOver(open.length > 0 ? open : models.value, check, model ?? "", [...new Set(methods)]));
}

/** Whether anybody can tune on a day with files under these checks; null where the book has no offer under them. */
export function takesJobsOn(book: PriceBook, check: string, day: string): boolean | null {
  const isKnown = bookOffers(book).some(({ dataRules }) => dataRules.check === check);
  return isKnown ? openOffers(book, check, day).length > 0 : null;
}

function openOffers(book: PriceBook, check: string, day: string): BookOffer[] {
  const offers = bookOffers(book).filter(({ dataRules }) => dataRules.check === check);
  return offers.filter((offer) => !shut.has(offerStatusOn(offer, day).kind));
}

function rulesOver(
  models: readonly Pick<FileModel, "model" | "limits" | "formats" | "dataRules">[],
  check: string,
  model: string,
  methods: readonly string[],
): FileRules {
  return {
    check,
    model,
    methods,
    formats: [...new Set(models.flatMap(({ formats }) => formats ?? []))],
    limits: loosest(models.map(({ limits }) => limits)),
    data: models[0]?.dataRules ?? {},
    textOnly: models.every((one) => one.model.textOnly === true),
    counting: longestFirst(models)[0]?.model.counting ?? null,
  };
}

/** What any of the limits lets through, of those that say something. A length that some do not limit is refused by none. */
function loosest(limits: readonly Limits[]): Limits {
  const [first = {}] = limits;
  if (limits.length < 2) return first;
  const { contextTokens, overContext } = longestFirst(limits.map((one) => ({ limits: one })))[0]?.limits ?? {};
  const isRefused = overContext === "reject" && limits.some((one) => one.contextTokens === undefined);
  const over = (field: "minExamples" | "maxExamples" | "fileMegabytes" | "uploadMegabytes"): Limits => {
    const values = limits.map((one) => one[field]).filter((value) => value !== undefined);
    const loosestOf = field === "minExamples" ? Math.min : Math.max;
    return values.length === 0 ? {} : { [field]: loosestOf(...values) };
  };
  return {
    ...over("minExamples"),
    ...over("maxExamples"),
    ...over("fileMegabytes"),
    ...over("uploadMegabytes"),
    ...(limits.some(({ splitFiles }) => splitFiles === true) && { splitFiles: true }),
    ...(contextTokens !== undefined &&
      !isRefused && { contextTokens, ...(overContext !== undefined && { overContext }) }),
  };
}

function longestFirst<T extends { readonly limits: Limits }>(models: readonly T[]): T[] {
  return [...models].sort((a, b) => (b.limits.contextTokens ?? 0) - (a.limits.contextTokens ?? 0));
}

/** Endings that people leave off or providers put on. */
const endings: ReadonlySet<string> = new Set(["instruct", "it", "chat", "reference"]);

/** Whether two names differ only by a maker in front, a version or such an ending behind: `llama3-1-8b`. */
function isSame(one: string, other: string): boolean {
  const [short = [], long = []] = [coreOf(one), coreOf(other)].sort((a, b) => a.length - b.length);
  return short.length > 1 && short.every((word, i) => word === long[long.length - short.length + i]);
}

/** The words of a name without what stands in front of a tuned model's base, its version and its ending. */
function coreOf(name: string): string[] {
  const base = name.startsWith("ft:") ? (name.split(":")[1] ?? "") : name.replace(/-v\d+(?::\d+)?$/u, "");
  const words = base.toLowerCase().match(/[a-z]+|\d+[a-z]*/gu) ?? [];
  while (endings.has(words.at(-1) ?? "")) words.pop();
  return words;
}
