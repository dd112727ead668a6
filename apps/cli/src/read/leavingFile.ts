import type { CheckReport, Conversion } from "@tunecast/dataset";
import type { Destination } from "@tunecast/estimator/answer";
import { ok } from "@tunecast/estimator/problem";
import type { FileRules } from "@tunecast/estimator/prices";
import { given } from "../ask/options.ts";
import type { FileResult } from "./readFiles.ts";
import type { Host } from "./host.ts";

/** How a provider takes the file. */
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

type Outcome = { readonly file: Taken } | { readonly rejected: string };

/** How the file is read. */
export interface Reading {
  readonly shape?: string | undefined;
  readonly columns?: Readonly<Record<string, string>> | undefined;
}

/**
 * Runs each provider's own check on the file, and where that rejects it, on the file converted for it. Of each provider
 * the first offer whose check accepts stands. A converted file is held in memory while it is checked.
 */
export async function checkedDestinations(
  path: string,
  destinations: readonly Destination[],
  reading: Reading,
  around: Host,
): Promise<FileResult<Verdicts>> {
  const checker = new FileChecker(path, reading, around);
  const accepted = new Map<string, Accepted>();
  const rejected = new Map<string, string>();
  const unchecked = new Set<string>();
  for (const destination of destinations) {
    const { provider } = destination.offer;
    if (accepted.has(provider)) continue;
    if (destination.rules === null) {
      unchecked.add(provider);
      continue;
    }
    const outcome = await checker.outcome(destination.rules);
    if (!outcome.ok) return outcome;
    if ("file" in outcome.value) accepted.set(provider, { ...destination, file: outcome.value.file });
    else if (!rejected.has(provider)) rejected.set(provider, outcome.value.rejected);
  }
  const named = (provider: string): boolean => accepted.has(provider);
  return ok({
    accepted: [...accepted.values()],
    rejected: [...rejected]
      .filter(([provider]) => !named(provider))
      .map(([provider, sentence]) => ({ provider, sentence })),
    unchecked: [...unchecked].filter((provider) => !named(provider)).sort(),
  });
}

/** Checks one file by many rules; rules that ask the same are asked once. */
class FileChecker {
  readonly #path: string;
  readonly #reading: Reading;
  readonly #around: Host;
  readonly #outcomes: Map<string, Outcome> = new Map();
  readonly #converted: Map<string, { readonly bytes: Uint8Array[]; readonly conversion: Conversion }> = new Map();

  constructor(path: string, reading: Reading, around: Host) {
    this.#path = path;
    this.#reading = reading;
    this.#around = around;
  }

  async outcome(rules: FileRules): Promise<FileResult<Outcome>> {
    const key = JSON.stringify({ ...rules, model: "" });
    const known = this.#outcomes.get(key);
    if (known !== undefined) return ok(known);
    const found = await this.#find(rules);
    if (found.ok) this.#outcomes.set(key, found.value);
    return found;
  }

  async #find(rules: FileRules): Promise<FileResult<Outcome>> {
    const { checkFor, convertTarget } = await import("@tunecast/dataset");
    const { shape: format, columns } = this.#reading;
    const chunks = await this.#around.files.chunks(this.#path);
    if (!chunks.ok) return chunks;
    const asItIs = await checkFor(rules, chunks.value, { name: this.#path, ...given({ format, columns }) });
    if (!asItIs.ok) return asItIs;
    if (asItIs.value.verdict !== "error")
      return ok({ file: { converted: null, losses: [], places: "lines", warnings: warningsOf(asItIs.value) } });
    const target = convertTarget(rules);
    if (target === null) return ok({ rejected: firstError(asItIs.value) });
    const made = await this.#convert(target);
    if (!made.ok) return made;
    const { bytes, conversion } = made.value;
    if (conversion.written === 0) return ok({ rejected: firstError(asItIs.value) });
    const again = await checkFor(rules, streamOf(bytes), { name: "converted.jsonl" });
    if (!again.ok) return again;
    const { losses, places } = conversion;
    return again.value.verdict === "error"
      ? ok({ rejected: firstError(again.value) })
      : ok({ file: { converted: target, losses, places, warnings: warningsOf(again.value) } });
  }

  async #convert(to: string): Promise<FileResult<{ readonly bytes: Uint8Array[]; readonly conversion: Conversion }>> {
    const known = this.#converted.get(to);
    if (known !== undefined) return ok(known);
    const { convertBytes } = await import("@tunecast/dataset");
    const chunks = await this.#around.files.chunks(this.#path);
    if (!chunks.ok) return chunks;
    const bytes: Uint8Array[] = [];
    const encoder = new TextEncoder();
    const { shape: format, columns } = this.#reading;
    const conversion = await convertBytes(chunks.value, {
      name: this.#path,
      to,
      write: (text) => void bytes.push(encoder.encode(text)),
      ...given({ format, columns }),
    });
    if (!conversion.ok) return conversion;
    const made = { bytes, conversion: conversion.value };
    this.#converted.set(to, made);
    return ok(made);
  }
}

function warningsOf({ findings }: CheckReport): number {
  return new Set(findings.filter(({ severity }) => severity === "warning").map(({ code }) => code)).size;
}

function firstError({ findings }: CheckReport): string {
  return findings.find(({ severity }) => severity === "error")?.sentence ?? "";
}

async function* streamOf(parts: readonly Uint8Array[]): AsyncGenerator<Uint8Array> {
  yield* parts;
}
