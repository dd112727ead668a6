import { noteOf, type Offer } from "@tunecast/estimator";
import { tooLongNote } from "@tunecast/estimator/answer";
import { dayText, withDays } from "../question/dayText.ts";
import type { Takes } from "../state/takes.ts";

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
  const stops = stopsOn(offer);
  return [
    ...(stops === null ? [] : [{ ...stopsFact(stops, asOf), source: offer.status.source }]),
    ...closing(offer),
    ...(stops === null && offer.status.until === undefined && noteOf(offer, "existing_customers") === undefined
      ? [onSale(offer)]
      : []),
    price(offer, asOf),
    ...(takes === null ? [] : [takesFact(offer, takes)]),
  ];
}

/** The day on which the model stops answering within the months asked for, or before it has paid for itself; null without one. */
export function stopsOn({ horizon, breakEven }: Offer): string | null {
  return horizon.clippedAt ?? breakEven?.stops?.day ?? null;
}

function stopsFact(day: string, asOf: string): Fact {
  const days = daysBetween(asOf, day);
  const left = days < 1 ? "" : `, in ${days < 14 ? `${days} ${days === 1 ? "day" : "days"}` : ageText(days)}`;
  return { tone: "warn", text: `Stops answering on ${dayText(day)}${left}: the figures count its use until then.` };
}

function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000);
}

/** Who may still train, and until when. */
function closing(offer: Offer): Fact[] {
  const { status } = offer;
  const who = noteOf(offer, "existing_customers");
  if (who !== undefined) return [{ tone: "warn", text: withDays(who.sentence), source: status.source }];
  if (status.until === undefined) return [];
  return [{ tone: "warn", text: `Takes its last job on ${dayText(status.until)}.`, source: status.source }];
}

function onSale(offer: Offer): Fact {
  const unconfirmed = noteOf(offer, "unconfirmed_offer");
  if (unconfirmed !== undefined) return { tone: "warn", text: unconfirmed.sentence };
  return offer.status.kind === "preview"
    ? { tone: "open", text: "In preview." }
    : { tone: "fine", text: "On sale; no closing date announced." };
}

/** The oldest price of the bill, and whose copy it is; one of unknown age before all others. */
function price({ lines }: Offer, asOf: string): Fact {
  const undated = lines.find(({ rate }) => rate.undated === true)?.rate;
  if (undated !== undefined) {
    const text = `Price of a copy that bears no day, read on ${dayText(undated.seen)}: its age is unknown.`;
    return { tone: "warn", text, source: undated.source };
  }
  const [oldest] = lines.map(({ rate }) => rate).toSorted((a, b) => (a.seen < b.seen ? -1 : 1));
  if (oldest === undefined) return { tone: "open", text: "No price is known." };
  const copy = oldest.confidence === "secondary" ? ", in a third party’s copy" : "";
  const days = daysBetween(oldest.seen, asOf);
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
