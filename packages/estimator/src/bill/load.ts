import type { Note } from "../contract/notes.ts";
import { sum, decimal } from "../money.ts";
import type { ServingCase } from "./rules/roles.ts";

/**
 * Tokens a second, read and written, times the billions of parameters of the model, that a card carries on average: 40 % of
 * 4 × 10^14 operations a second at two for each parameter and token. Without the size of the model, tokens a second of a unit.
 */
const carried = { ofParameters: 80_000, ofUnknown: 2000 };

/**
 * That the deployment which is billed by the hour may not carry the traffic: nobody states how much one does, and a total of
 * too few is no total. Empty where it surely does, or where requests are billed by their tokens.
 */
export function loadNotes(
  { offer, rules, traffic, horizon }: ServingCase,
  charges: readonly { readonly units: number }[],
): readonly Note<"not_counted">[] {
  const seconds = (traffic?.deployedHoursPerMonth ?? horizon.hoursPerMonth) * 3600;
  if (traffic === undefined || charges.length === 0 || seconds === 0 || rules.of("requests").length > 0) return [];
  const units = sum(charges.map((charge) => decimal(charge.units)));
  const tokens = decimal(traffic.inputTokens + traffic.outputTokens)
    .times(traffic.requestsPerMonth)
    .dividedBy(seconds);
  const { parameters } = offer.model;
  const one =
    parameters === undefined ? decimal(carried.ofUnknown) : decimal(carried.ofParameters).dividedBy(parameters);
  const most = one.times(units);
  if (tokens.lessThanOrEqualTo(most)) return [];
  return [{ kind: "not_counted", what: "load", tokens: tokens.ceil().toNumber(), most: most.floor().toNumber() }];
}
