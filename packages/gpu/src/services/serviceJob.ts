import { given, isRecord, textOf } from "@tunecast/estimator/parts";
import file from "./services.json" with { type: "json" };

export interface ServiceRun {
  readonly model: string;
  readonly file: string;
  readonly name: string;
  readonly epochs?: number | undefined;
  /** Adapters or all weights; absent: adapters where the service has both. */
  readonly method?: "lora" | "full" | undefined;
  readonly seed?: number | undefined;
}

/** The file that starts a run at a service. */
export interface ServiceJob {
  readonly extension: "json" | "py";
  readonly text: string;
  /** What has to be put in first, as it stands in the text, and where it comes from. */
  readonly fill: readonly { readonly mark: string; readonly with: string }[];
  /** The line that starts the run from the file `job`. */
  readonly start: (job: string) => string;
}

export type ServiceId = keyof typeof file;

/** Services that a job is written for. */
export const writtenServices: readonly ServiceId[] = Object.keys(file) as ServiceId[];

/** The file that starts a run at a service; what nobody stated is the service's own choice, or is marked to be filled in. */
export function writeServiceJob(id: ServiceId, run: ServiceRun): ServiceJob {
  const { extension, usual, body, fill, start } = file[id];
  const facts: Readonly<Record<string, unknown>> = {
    ...usual,
    ...given({ ...run, epochText: run.epochs && String(run.epochs) }),
    dataset: run.file.replace(/^.*\//u, "").replace(/\.jsonl$/u, ""),
    modelQuoted: JSON.stringify(run.model),
    fileQuoted: JSON.stringify(run.file),
    folderQuoted: JSON.stringify(`runs/${run.name}`),
    nameQuoted: JSON.stringify(run.name),
  };
  const lines = Array.isArray(body)
    ? body.map((line) => textOf(line, facts))
    : [JSON.stringify(filled(body, facts), null, 2)];
  return {
    extension: extension === "py" ? "py" : "json",
    text: `${lines.join("\n")}\n`,
    fill: fill.map(({ mark, with: from }) => ({ mark, with: textOf(from, facts) })),
    start: (job) => textOf(start, { job }),
  };
}

/** A template with its facts: `{name}` alone is the value itself, `by name` chooses; parts without a fact are left out. */
function filled(part: unknown, facts: Readonly<Record<string, unknown>>): unknown {
  if (typeof part === "string") {
    const name = /^\{(\w+)\}$/u.exec(part)?.[1];
    return name === undefined ? textOf(part, facts) : facts[name];
  }
  if (!isRecord(part)) return part;
  const [first] = Object.keys(part);
  if (first?.startsWith("by ") === true) {
    const choices = part[first];
    return isRecord(choices) ? choices[String(facts[first.slice(3)])] : undefined;
  }
  const entries = Object.entries(part).map(([key, inner]) => [key, filled(inner, facts)] as const);
  const there = entries.filter(([, value]) => value !== undefined);
  return there.length === 0 ? undefined : Object.fromEntries(there);
}
