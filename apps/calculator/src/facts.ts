import { noteOf, type Offer } from "@tunecast/estimator";
import { tooLongNote } from "@tunecast/estimator/answer";
import { dayText } from "./dayText.ts";
import type { Takes } from "./takes.ts";

/** A line of what a reader has to know before paying. */
export interface Fact {
  readonly tone: "fine" | "warn" | "open";
  readonly text: string;
  /** Where to check it. */
  readonly source?: string;
}

/** Days after which a price that nobody has seen again is called old. */
const old = 90;

/** Age of the price, what becomes of the offer, and whether it takes the data: what spoils money stands first. */
export function factsOf(offer: Offer, asOf: string, takes: Takes | null): readonly Fact[] {
  return [...closing(offer), price(offer, asOf), ...(takes === null ? [] : [takesFact(offer, takes)])];
}

/** When it takes no more jobs or stops answering. */
function closing(offer: Offer): Fact[] {
  const { status, horizon, breakEven } = offer;
  const who = noteOf(offer, "existing_customers");
  const stops = horizon.clippedAt ?? breakEven?.stops?.day;
  return [
    ...(who === undefined ? [] : [{ tone: "warn" as const, text: who.sentence, source: status.source }]),
    ...(status.until === undefined || who !== undefined
      ? []
      : [{ tone: "warn" as const, text: `Takes its last job on ${dayText(status.until)}.`, source: status.source }]),
    ...(stops === undefined
      ? []
      : [
          {
            tone: "warn" as const,
            text: `Stops answering on ${dayText(stops)}: the figures count its use until then.`,
            source: status.source,
          },
        ]),
    ...(who === undefined && status.until === undefined && stops === undefined ? [onSale(offer)] : []),
  ];
}

function onSale(offer: Offer): Fact {
  const unconfirmed = noteOf(offer, "unconfirmed_offer");
  if (unconfirmed !== undefined) return { tone: "warn", text: unconfirmed.sentence };
  return offer.status.kind === "preview"
    ? { tone: "open", text: "In preview." }
    : { tone: "fine", text: "On sale; no closing date announced." };
}

/** The oldest price of the bill, and whose copy it is. */
function price({ lines }: Offer, asOf: string): Fact {
  const [oldest] = lines.map(({ rate }) => rate).toSorted((a, b) => (a.seen < b.seen ? -1 : 1));
  if (oldest === undefined) return { tone: "open", text: "No price is known." };
  const copy = oldest.confidence === "secondary" ? ", in a third party’s copy" : "";
  const days = Math.round((Date.parse(asOf) - Date.parse(oldest.seen)) / 86_400_000);
  const age = days < 14 ? "" : `, ${ageText(days)} ago`;
  const tone = days > old || copy !== "" ? "warn" : "fine";
  return { tone, text: `Price seen ${dayText(oldest.seen)}${age}${copy}.`, source: oldest.source };
}

function ageText(days: number): string {
  if (days < 60) return `${Math.round(days / 7)} weeks`;
  return days < 730 ? `${Math.round(days / 30.4)} months` : `${Math.round(days / 365)} years`;
}

/** Whether the counted file is taken as it is. */
function takesFact(offer: Offer, takes: Takes): Fact {
  const tooLong = tooLongNote(offer);
  const facts: Readonly<Record<Takes, Fact>> = {
    convert: { tone: "warn", text: "Your file has to be converted first." },
    refuses: { tone: "warn", text: tooLong ?? "Would refuse rows of your file, by its own check." },
    as_it_is: { tone: "fine", text: "Takes your file as it is, by its published rules." },
    unknown: { tone: "open", text: "Whether it takes your file is unknown: it publishes no rules." },
    unchecked: { tone: "open", text: "Whether it takes your file is being checked." },
  };
  return facts[takes];
}
