import { InvalidArgumentError, Option, type Command } from "commander";
import {
  bookOffers,
  estimate,
  fail,
  namesOffer,
  ok,
  type Answer,
  type Overlay,
  type Result,
} from "@tunecast/estimator";
import { day, epochs, given, positive } from "./options.ts";
import { readPriceBook } from "./readFiles.ts";
import type { Surroundings } from "./surroundings.ts";

/** The options that price training at one offer. */
export interface OfferOptions {
  /** The model the pilots were run on, as a label; where it is in the book, the model of the offer. */
  readonly model?: string;
  readonly offer?: string;
  readonly tokensPerExample?: number;
  readonly epochs?: number | "provider";
  readonly asOf?: string;
  readonly priceBook?: string;
}

/** Adds the options that price training at one offer. */
export function addOffer(command: Command): Command {
  const options = [
    new Option("--model <id>", "the model of the pilots"),
    new Option(
      "--offer <id>",
      "offer of that model whose training price counts, such as openai/gpt-4.1-mini-2025-04-14:sft",
    ),
    new Option("--tokens-per-example <n>", "mean tokens of one example, to price training").argParser(positive),
    new Option("--epochs <n>", 'passes over the data, or "provider" (default: 3)').argParser(epochs),
    new Option("--as-of <day>", "rates in force on that day (default: today)").argParser(day),
    new Option("--price-book <file>", "your own rates (JSON); they win"),
  ];
  for (const option of options) command.addOption(option.helpGroup("What training costs:"));
  return command;
}

/**
 * Dollars of one training run over so many examples, at the offer named; null where the run is not to be priced.
 * Quality belongs to the model of the pilots, so an offer of another model is refused.
 */
export async function trainingCost(
  options: OfferOptions,
  around: Surroundings,
): Promise<Result<((examples: number) => number) | null>> {
  const { model, offer, tokensPerExample } = options;
  if (tokensPerExample === undefined) {
    if (offer !== undefined) throw new InvalidArgumentError("--offer needs --tokens-per-example too.");
    return ok(null);
  }
  const named = offer ?? model;
  if (named === undefined)
    throw new InvalidArgumentError("--tokens-per-example needs --offer, or --model of the price book.");
  const overlay =
    options.priceBook === undefined
      ? ok(undefined)
      : await readPriceBook(around.files, options.priceBook, around.prices);
  if (!overlay.ok) return overlay;
  const answerFor = (examples: number): Answer => answerOf(examples, named, options, overlay.value, around);
  // Many thousand examples: limits on their number are no question of price.
  const trial = answerFor(100_000);
  if (trial.problem !== undefined) return fail(trial.problem.reason);
  const cheapest = trial.offers.find(({ total }) => total.currency === "USD");
  if (cheapest === undefined)
    return fail(trial.refused[0]?.reason ?? { kind: "unknown_model", model: named, known: [] });
  if (model !== undefined && offer !== undefined && !names(model, cheapest.id, around))
    return fail({ kind: "other_model", pilots: model, offer: cheapest.id });
  return ok((examples) => {
    const { offers, refused } = answerFor(Math.max(1, Math.round(examples)));
    const all = [...offers, ...refused.flatMap(({ wouldBe }) => (wouldBe === undefined ? [] : [wouldBe]))];
    return Number(all.find(({ id }) => id === cheapest.id)?.training.amount ?? 0);
  });
}

function answerOf(
  examples: number,
  named: string,
  { tokensPerExample = 1, epochs: passes, asOf }: OfferOptions,
  overlay: Overlay | undefined,
  { prices, today }: Surroundings,
): Answer {
  const job = { examples, tokensPerExample, ...given({ epochs: passes }) };
  return estimate({ asOf: asOf ?? today, prices, job, only: { models: [named] }, ...given({ overlay }) });
}

/** True where the label names the model of an offer, by any name of the price files; what stands after ":" or "@" is the user's own. */
function names(label: string, id: string, { prices }: Surroundings): boolean {
  const words = [label, label.replace(/[:@].*$/, "")];
  return bookOffers(prices).some((one) => one.id === id && words.some((word) => namesOffer(word, one)));
}
