import { noteOf, type LineItem, type Offer } from "@tunecast/estimator";
import { moneyText, rateText } from "@tunecast/estimator/text";
import { compactText, numberText } from "../question/numberText.ts";

/** One sentence on where the training bill comes from: its largest line. @param isScored a validation set is part of the job */
export function trainingReason({ lines, epochs }: Offer, isScored: boolean = false): string {
  const training = lines.filter(({ kind }) => kind === "training");
  const line = largest(training);
  if (line === null) return "Nothing is billed for the training itself.";
  const rate = rateWords(line);
  const passes = `${numberText(epochs)} ${epochs === 1 ? "epoch" : "epochs"}`;
  const rest =
    training.length > 1 ? `, and ${training.length - 1} smaller ${training.length === 2 ? "line" : "lines"}` : "";
  return line.unit === "token"
    ? `${compactText(Number(line.quantity))} tokens over ${passes}${isScored ? ", with validation as it is billed" : ""}, at ${rate}${rest}.`
    : `${compactText(Number(line.quantity))} × ${line.unit} at ${rate}${rest}.`;
}

/** `$1.463 per 1M tokens`: every digit of the rate of a line; tokens by the million, however the provider says it. */
export function rateWords({ rate }: Pick<LineItem, "rate">): string {
  if (rate.per !== "1K tokens") return `${rateText(rate)} per ${rate.per}`;
  return `${rateText({ ...rate, amount: thousandfold(rate.amount) })} per 1M tokens`;
}

/** A decimal text times 1,000: its point moves, and no digit changes. */
function thousandfold(amount: string): string {
  const [whole = "", part = ""] = amount.split(".");
  const digits = `${whole}${part.padEnd(3, "0")}`;
  const at = whole.length + 3;
  return `${digits.slice(0, at).replace(/^0+(?=\d)/u, "")}${digits.length > at ? `.${digits.slice(at)}` : ""}`;
}

/** One sentence on what drives the running cost. */
export function runningReason(offer: Offer): string {
  const { lines, idle, perThousandRequests, monthly, horizon } = offer;
  if (horizon.months === 0) return "Nobody uses it: type the requests per month to count its use.";
  const load = loadText(offer);
  if (monthly === null)
    return idle !== null && load !== ""
      ? `At least ${moneyText(idle.perMonth)}. ${load}`
      : "No price for using the tuned model was found, so this is not counted.";
  const hosting = sumOf(lines.filter(({ kind }) => kind === "hosting"));
  const all = sumOf(lines.filter(({ kind }) => kind !== "training"));
  if (idle !== null && all > 0 && hosting > 0) {
    const share = Math.round((100 * hosting) / all);
    return `Hosting is ${share} % of it: ${moneyText(idle.perDay)} every day, called or not${endOfIdle(offer)}.`;
  }
  if (perThousandRequests === null)
    return Number(monthly.amount) === 0
      ? "Nothing is billed while nobody asks."
      : "Billed by the hour, not by the request.";
  const rest = idle === null ? "; nothing while idle" : `, and ${moneyText(idle.perMonth)} a month even when idle`;
  return `${moneyText(perThousandRequests)} per 1,000 requests${rest}.`;
}

/** A deployment has a price by the hour and no limit that a provider would name: where one may be too few, that is said. */
function loadText({ assumptions }: Offer): string {
  const load = assumptions.find(({ kind, facts }) => kind === "not_counted" && facts?.what === "load");
  return load?.sentence ?? "";
}

/** A deployment that nobody calls may be deleted before the month is over. */
function endOfIdle(offer: Offer): string {
  const { idle } = offer;
  return idle?.days !== undefined && noteOf(offer, "idle_deleted")
    ? `, until it is deleted after ${numberText(idle.days)} days`
    : "";
}

function sumOf(lines: readonly LineItem[]): number {
  return lines.reduce((sum, { amount }) => sum + Number(amount), 0);
}

function largest(lines: readonly LineItem[]): LineItem | null {
  return lines.reduce<LineItem | null>(
    (most, line) => (most === null || Number(line.amount) > Number(most.amount) ? line : most),
    null,
  );
}
