import { InvalidArgumentError, Option, type Command } from "commander";
import type { JobOptions } from "@tunecast/estimator";
import { pilotTraining, type PilotPrice } from "@tunecast/estimator/answer";
import { plainOption } from "../ask/fieldOption.ts";
import { given, grouped, rangeSaid } from "../ask/options.ts";
import { readOwnPricesFile } from "../read/readFiles.ts";
import { taken } from "../show/messages.ts";
import type { Host } from "../read/host.ts";

export interface OfferOptions {
  /** The model the pilots were run on, as a label; where it is in the book, the model of the offer. */
  readonly model?: string;
  readonly offer?: string;
  readonly tokensPerExample?: number;
  readonly epochs?: Exclude<JobOptions["epochs"], undefined>;
  readonly asOf?: string;
  readonly ownPrices?: string;
}

export function addOffer(command: Command): Command {
  return grouped(command, "What training costs:", [
    new Option("--model <id>", "the model of the pilots"),
    new Option("--offer <id>", "offer whose training price counts: openai/gpt-4.1-mini-2025-04-14:sft"),
    plainOption("job.tokensPerExample", "mean tokens of one example, to price training"),
    plainOption("job.epochs"),
    plainOption("asOf"),
    new Option("--own-prices <file>", "your own rates (JSON), or EUR=0.92 for a dollar; they win"),
  ]);
}

/**
 * What one training run over so many examples costs at the offer named; null where the run is not to be priced.
 * @param most examples that will be asked about at most
 * @param used options that the command uses for something else as well
 */
export async function trainingCost(
  options: OfferOptions & { readonly trainingCost?: string },
  { prices, today, files }: Host,
  most: number = 100_000,
  used: readonly string[] = [],
): Promise<(PilotPrice & { readonly notices: readonly string[] }) | null> {
  const { model, offer, tokensPerExample, epochs, asOf = today, ownPrices } = options;
  if (tokensPerExample === undefined) {
    const typed = { offer, "as-of": options.asOf, epochs, "own-prices": ownPrices, model };
    const idle = Object.entries(typed).find(([option, value]) => value !== undefined && !used.includes(option));
    if (idle !== undefined)
      throw new InvalidArgumentError(`--${idle[0]} needs --tokens-per-example too, to price training.`);
    return null;
  }
  if (options.trainingCost !== undefined)
    throw new InvalidArgumentError("Give either --training-cost or an offer with --tokens-per-example.");
  if (offer === undefined && model === undefined)
    throw new InvalidArgumentError("--tokens-per-example needs --offer, or --model of the price book.");
  const own = ownPrices && (await readOwnPricesFile(files, ownPrices, { prices, asOf }));
  const asked = { asOf, prices, model, offer, tokensPerExample, most, ...given({ epochs }) };
  const price = taken(pilotTraining({ ...asked, ...(own && { ownPrices: own }) }));
  const listed = own ? pilotTraining(asked) : undefined;
  const costAt = ({ currency, costOf }: PilotPrice): string => `${costOf(most)} ${currency}`;
  const isIdle = listed?.ok === true && costAt(listed.value) === costAt(price);
  const idle = isIdle ? ["--own-prices: no price here changes with it."] : [];
  return { ...price, notices: [...rangeSaid("--epochs is", epochs), ...idle] };
}
