import { Readable } from "node:stream";
import type { CheckReport, Conversion } from "@tunecast/dataset";
import type { Destination } from "@tunecast/estimator/answer";
import { onceBy } from "@tunecast/estimator/parts";
import type { FileRules } from "@tunecast/estimator/prices";
import { given } from "../ask/options.ts";
import { taken } from "../show/messages.ts";
import type { Files, ReadingOptions } from "./host.ts";

export interface Taken {
  readonly converted: string | null;
  /** What the conversion could not hold; empty where it is taken as it is. */
  readonly losses: Conversion["losses"];
  readonly places: Conversion["places"];
  readonly warnings: number;
}

/** A provider that does not take the file, neither as it is nor converted, and the first of its reasons. */
export interface Rejected {
  readonly provider: string;
  readonly sentence: string;
}

/** A destination whose check accepts the file. */
export interface Accepted extends Destination {
  readonly file: Taken;
}

/** What became of every provider that could take the job. */
export interface Verdicts {
  /** The first accepted offer of each provider, in the order of the destinations. */
  readonly accepted: readonly Accepted[];
  readonly rejected: readonly Rejected[];
  /** Providers without a public check of files: nobody can say that they take it. */
  readonly unchecked: readonly string[];
}

/**
 * Runs each provider's own check on the file, and where that rejects it, on the file converted for it. Of each provider
 * the first offer whose check accepts stands. A converted file is held in memory while it is checked.
 */
export async function checkedDestinations(
  path: string,
  destinations: readonly Destination[],
  reading: ReadingOptions,
  files: Files,
): Promise<Verdicts> {
  const outcomeOf = await checker(path, reading, files);
  const accepted = new Map<string, Accepted>();
  const rejected = new Map<string, string>();
  const unchecked = new Set<string>();
  for (const destination of destinations) {
    const { provider } = destination.offer;
    if (accepted.has(provider)) continue;
    const outcome = destination.rules && (await outcomeOf(destination.rules));
    if (outcome === null) unchecked.add(provider);
    else if (typeof outcome !== "string") accepted.set(provider, { ...destination, file: outcome });
    else if (!rejected.has(provider)) rejected.set(provider, outcome);
  }
  const left = [...rejected].filter(([provider]) => !accepted.has(provider));
  return {
    accepted: [...accepted.values()],
    rejected: left.map(([provider, sentence]) => ({ provider, sentence })),
    unchecked: [...unchecked].filter((provider) => !accepted.has(provider)).sort(),
  };
}

/** Checks one file by many rules, which take it or say why not; those that ask the same are asked once. */
async function checker(
  path: string,
  { shape, columns }: ReadingOptions,
  files: Files,
): Promise<(rules: FileRules) => Promise<Taken | string>> {
  const { checkFor, convertBytes, convertTarget } = await import("@tunecast/dataset");
  const how = given({ format: shape, columns });
  const converted = onceBy(String, async (to: string) => {
    const bytes: Uint8Array[] = [];
    const write = (text: string): void => void bytes.push(new TextEncoder().encode(text));
    const chunks = taken(await files.chunks(path), path);
    return { bytes, conversion: taken(await convertBytes(chunks, { name: path, to, write, ...how }), path) };
  });
  const outcome = onceBy(String, async (key: string): Promise<Taken | string> => {
    const rules = JSON.parse(key) as FileRules;
    const asItIs = taken(await checkFor(rules, taken(await files.chunks(path), path), { name: path, ...how }), path);
    if (asItIs.verdict !== "error")
      return { converted: null, losses: [], places: "lines", warnings: warningsOf(asItIs) };
    const target = convertTarget(rules);
    if (target === null) return firstError(asItIs);
    const { bytes, conversion } = await converted(target);
    const { written, losses, places } = conversion;
    if (written === 0) return firstError(asItIs);
    const again = taken(await checkFor(rules, Readable.from(bytes), { name: "converted.jsonl" }), path);
    if (again.verdict === "error") return firstError(again);
    return { converted: target, losses, places, warnings: warningsOf(again) };
  });
  return (rules) => outcome(JSON.stringify({ ...rules, model: "" }));
}

function warningsOf({ findings }: CheckReport): number {
  return new Set(findings.filter(({ severity }) => severity === "warning").map(({ code }) => code)).size;
}

function firstError({ findings }: CheckReport): string {
  return findings.find(({ severity }) => severity === "error")?.sentence ?? "";
}
