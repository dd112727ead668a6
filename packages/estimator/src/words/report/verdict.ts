import type { Verdict } from "../../plan/decision/recommendation.ts";

/**
 * A verdict in figures that are ready to be read. Plain text and words of closed lists: an address can carry it, so that
 * a page shows the answer before it has any price.
 */
export interface SaidVerdict {
  readonly verdict: Verdict;
  /** What a month costs less than today's, or more: `$0.15`, without a sign. */
  readonly difference: string;
  readonly costsMore: boolean;
  /** The input that decides, and its value now: `129,000`. */
  readonly input: "requestsPerMonth" | "promptTokens" | null;
  readonly now: string;
  /** From where on it saves, and pays: `310,000`; empty where no value is enough. */
  readonly saves: string;
  readonly pays: string;
  /** Time until it pays back: `8 weeks`, `at once`, `never`. */
  readonly payback: string;
  /** The day on which the tuned model stops answering, `14 Jan 2027`, where that decides; else empty. */
  readonly stops: string;
}

/** A piece of a sentence; strong ones carry the answer. */
export interface Piece {
  readonly text: string;
  readonly strong?: boolean;
}

const heads: Readonly<Record<Verdict, string>> = { tune: "Tune", not_yet: "Don't tune yet", dont: "Don't tune" };

/** The verdict in two or three words, and one sentence with its threshold. */
export function verdictWords(said: SaidVerdict): { readonly head: string; readonly sentence: readonly Piece[] } {
  return { head: heads[said.verdict], sentence: [...effect(said), ...threshold(said)] };
}

/** The whole verdict as plain text: the title of a tab, the first line of a command. */
export function recommendationText(said: SaidVerdict): string {
  return verdictSentence(verdictWords(said));
}

/** The words of a verdict and its sentence as one: `Don't tune: it costs $0.15 more a month.` */
export function verdictSentence({
  head,
  sentence,
}: {
  readonly head: string;
  readonly sentence: readonly Piece[];
}): string {
  const text = sentence.map((piece) => piece.text).join("");
  if (head === "") return text;
  return /^it /i.test(text) ? `${head}: ${text.slice(0, 1).toLowerCase()}${text.slice(1)}` : `${head}. ${text}`;
}

function effect({ verdict, difference, costsMore, payback, stops }: SaidVerdict): Piece[] {
  const each = (more: string): Piece => ({ text: `${difference}${more} a month`, strong: true });
  if (costsMore) return [{ text: "It costs " }, each(" more"), { text: "." }];
  if (verdict === "dont" && stops === "")
    return [{ text: "It saves " }, each(""), { text: ", but was measured to answer worse." }];
  if (payback === "at once") return [{ text: "It saves " }, each(""), { text: " from the first day." }];
  if (verdict === "tune")
    return [
      { text: "It saves " },
      each(""),
      { text: " and pays back in " },
      { text: payback, strong: true },
      { text: "." },
    ];
  if (stops !== "")
    return [{ text: "It saves " }, each(""), { text: `, but stops answering on ${stops}, before it has paid back.` }];
  return [{ text: "It saves " }, each(""), { text: "." }];
}

function threshold({ verdict, input, now, saves, pays, payback, costsMore, stops }: SaidVerdict): Piece[] {
  if (verdict === "tune" && payback === "at once") return [];
  const requests = (value: string): Piece[] => [{ text: `${value} requests`, strong: true }, { text: " a month" }];
  if (input === "requestsPerMonth") {
    if (verdict === "tune") return [{ text: " Below " }, ...requests(pays), { text: " it would not." }];
    const when = stops === "" ? "It pays from " : "It would pay from ";
    return [{ text: ` ${when}` }, ...requests(pays), { text: "." }];
  }
  if (input === "promptTokens" && saves !== "")
    return costsMore
      ? [{ text: " It would save from " }, { text: saves, strong: true }, { text: ` prompt tokens, not from ${now}.` }]
      : [{ text: " It would pay from " }, { text: pays, strong: true }, { text: ` prompt tokens, not from ${now}.` }];
  return [{ text: " No number of requests changes that." }];
}
