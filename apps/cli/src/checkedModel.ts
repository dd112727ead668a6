import type { CheckReport } from "@tunecast/dataset";
import {
  bookOffers,
  fail,
  fileRules,
  ok,
  takesShape,
  type BookOffer,
  type PriceBook,
  type Result,
} from "@tunecast/estimator";

/**
 * The offers of the price book that a provider's rules are for; those of one model where it is named. There are none
 * for a trainer of one's own, whose models nobody lists, and for older models that only the rules still know.
 */
export async function ruledOffers(
  book: PriceBook,
  rules: string,
  model: string | undefined,
): Promise<Result<readonly BookOffer[]>> {
  const { rulesNameModel } = await import("@tunecast/dataset");
  const offers = bookOffers(book).filter((offer) => fileRules(idsOf(offer)) === rules);
  if (model === undefined || offers.length === 0) return ok(offers);
  const exact = offers.filter((offer) => namesOf(offer).includes(model));
  const named = exact.length > 0 ? exact : offers.filter((offer) => namesOf(offer).some((name) => isSame(name, model)));
  if (named.length > 0 || rulesNameModel(rules, model)) return ok(named);
  return fail({ kind: "unknown_model", model, known: [...new Set(offers.flatMap(namesOf))].sort() });
}

/** Tokens of the longest example that the named model takes by the price book; undefined where it does not say. */
export function longestExample(offers: readonly BookOffer[], model: string | undefined): number | undefined {
  const limits = offers.map(({ limits: { contextTokens } }) => contextTokens ?? Infinity);
  const most = Math.max(...limits);
  return model === undefined || !Number.isFinite(most) ? undefined : most;
}

function idsOf({ provider, model }: BookOffer): { provider: string; model: string } {
  return { provider: provider.provider, model: model.id };
}

function namesOf({ model }: BookOffer): readonly string[] {
  return [model.id, ...(model.aliases ?? [])];
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

/** The report with an error where the named model is tuned by no method that these rows are for. */
export async function withMethod(
  report: CheckReport,
  offers: readonly BookOffer[],
  model: string | undefined,
): Promise<CheckReport> {
  const { format } = report;
  const known = !["unknown", "mixed", "csv"].includes(format);
  if (model === undefined || offers.length === 0 || !known || offers.some((offer) => takesShape(offer, format)))
    return report;
  const { findingWords } = await import("@tunecast/dataset");
  const methods = [...new Set(offers.map(({ method }) => method))].join(", ");
  const { sentence, fix } = findingWords("method_not_taken", `${model}: ${methods}; the rows: ${format}`);
  const finding = { severity: "error", code: "method_not_taken", line: null, count: 1, fix } as const;
  const findings = [{ ...finding, sentence: `The file: ${sentence}.` }, ...report.findings];
  return { ...report, verdict: "error", findings };
}
