import type { Rollouts } from "@tunecast/estimator";
import { InvalidArgumentError, Option } from "commander";
import { given, known, notNegative, pairs, positive, whole } from "./options.ts";

/** `--rollouts tokens=600,per-prompt=8`: completions that the model draws itself. @param of what draws them, in words */
export function rolloutsOption(of: string): Option {
  return new Option(
    "--rollouts <pairs>",
    `completions that ${of}: tokens=600[,per-prompt=8][,turns=1][,added=0]; tokens written in one completion and put in between its turns; the examples are prompts then`,
  ).argParser(pairs);
}

/** The rollouts of an option's pairs. */
export function rolloutsOf(fields: Readonly<Record<string, string>>): Rollouts {
  const names = ["tokens", "per-prompt", "turns", "added"];
  const { tokens, "per-prompt": perPrompt, turns, added } = known("--rollouts", fields, names);
  if (tokens === undefined) throw new InvalidArgumentError("--rollouts needs tokens: the mean of one completion.");
  const count = (text: string | undefined): number | undefined => (text === undefined ? undefined : whole(1)(text));
  return {
    tokens: positive(tokens),
    ...given({
      perPrompt: count(perPrompt),
      turns: count(turns),
      addedTokens: added === undefined ? undefined : notNegative(added),
    }),
  };
}

/** Rollouts as the option has them. */
export function rolloutsText({ tokens, perPrompt, turns, addedTokens }: Rollouts): Readonly<Record<string, string>> {
  const pairs = { tokens, "per-prompt": perPrompt, turns, added: addedTokens };
  return Object.fromEntries(
    Object.entries(pairs).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]])),
  );
}
