import { statusKinds } from "@tunecast/estimator/lists";
import { Option, type Command } from "commander";
import type { Only } from "@tunecast/estimator";
import { given, grouped, positive, whole, words } from "./options.ts";

/** Which offers of the book count, as the command line says it. */
export interface FilterOptions {
  readonly provider?: readonly string[];
  readonly model?: readonly string[];
  readonly method?: readonly string[];
  readonly variant?: readonly string[];
  readonly status?: readonly string[];
  readonly licence?: readonly string[];
  readonly residency?: readonly string[];
  readonly minContext?: number;
  readonly maxParameters?: number;
}

/** Adds the options that choose among the offers of the book. */
export function addFilters(command: Command): Command {
  return grouped(command, "Which offers:", [
    new Option("--provider <ids>", "only these providers").argParser(words),
    new Option("--model <ids>", "only these models or offers").argParser(words),
    new Option("--method <ids>", "only these methods: sft, sft-lora, dpo, …").argParser(words),
    new Option("--variant <ids>", "only these regions or tiers").argParser(words),
    new Option("--status <kinds>", `only offers with this status: ${statusKinds.join(", ")}`).argParser(words),
    new Option("--licence <names>", "only open models under these licences").argParser(words),
    new Option(
      "--residency <places>",
      "only where the provider says that it trains here: EU, US, another country, regional",
    ).argParser(words),
    new Option("--min-context <tokens>", "longest example that must be taken").argParser(whole(1)),
    new Option("--max-parameters <billions>", "largest model").argParser(positive),
  ]);
}

/** The filters; undefined where none was given. */
export function filters(options: FilterOptions): Only | undefined {
  const only = given({
    providers: options.provider,
    models: options.model,
    methods: options.method,
    variants: options.variant,
    status: options.status,
    licences: options.licence,
    residency: options.residency,
    minContext: options.minContext,
    maxParameters: options.maxParameters,
  });
  return Object.keys(only).length === 0 ? undefined : only;
}

/** The filters as they were typed, for the sentence that nothing passes them. */
export function filtersText(options: FilterOptions): string {
  const { provider, model, method, variant, status, licence, residency, minContext, maxParameters } = options;
  const lists = given({ provider, model, method, variant, status, licence, residency });
  const numbers = given({ "min-context": minContext, "max-parameters": maxParameters });
  return [
    ...Object.entries(lists).map(([name, some]) => `--${name} ${some.join(",")}`),
    ...Object.entries(numbers).map(([name, number]) => `--${name} ${number}`),
  ].join(" ");
}
