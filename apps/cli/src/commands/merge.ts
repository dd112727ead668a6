import type { Command } from "commander";
import type { Profile, Result } from "@tunecast/estimator";
import { fail, ok } from "@tunecast/estimator/problem";
import { countText } from "@tunecast/estimator/text";
import type { MergeFold } from "@tunecast/dataset";
import { oneOf } from "../ask/options.ts";
import { refuse } from "../show/messages.ts";
import { printed, type Outcome, type Host } from "../read/host.ts";

/** `tunecast merge A B …`: the profile of all files together. */
export function addMerge(program: Command, around: Host, done: (outcome: Outcome) => void): void {
  program
    .command("merge")
    .summary("profiles of several files or parts, merged into one")
    .description(
      "Merges profiles: those of the parts of a file or manifest give the profile of the whole, byte for byte. A part that\n" +
        "is there twice counts once, and parts of other data are refused.",
    )
    .argument("<profiles...>", 'profiles as JSON, folders of them; "-" is standard input, one profile after another')
    .option("--format <name>", "json", oneOf("json"), "json")
    .option("--partial", "exit with 0 though parts are missing")
    .option("--strict", "exit with 1 where a row is bad")
    .addHelpText(
      "after",
      "\nExit codes: 0 merged; 1 a part is missing (0 with --partial), or with --strict a row is bad; 2 a wrong option or profile.\n",
    )
    .action(async (paths: readonly string[], options: MergeOptions) => done(await act(paths, options, around)));
}

interface MergeOptions {
  readonly partial?: true;
  readonly strict?: true;
}

async function act(paths: readonly string[], { partial, strict }: MergeOptions, around: Host): Promise<Outcome> {
  const { MergeFold, profileText } = await import("@tunecast/dataset");
  const fold = new MergeFold();
  for (const path of paths) {
    const inner = await around.files.folder(path);
    if (!inner.ok) return refuse(inner.problem, path);
    for (const one of inner.value?.filter((name) => name.endsWith(".json")) ?? [path]) {
      const added = await addFile(fold, one, around);
      if (!added.ok) return refuse(added.problem, one);
    }
  }
  const whole = fold.result();
  if (!whole.ok) return refuse(whole.problem);
  const { badRows, parts = [] } = whole.value;
  const isShort = parts.length > 0 && partial !== true;
  const exitCode = isShort || (badRows > 0 && strict === true) ? 1 : 0;
  return printed(`${profileText(whole.value)}\n`, exitCode, repeated(fold.repeated) + missing(parts));
}

/** Profiles of a file: one after another, with or without line ends between them. */
async function addFile(fold: MergeFold, path: string, { files }: Host): Promise<Result<true>> {
  const { looksLikeProfile, readProfile } = await import("@tunecast/dataset");
  const text = await files.text(path);
  if (!text.ok) return text;
  for (const one of text.value.split(/(?<=\})\s*(?=\{\s*"schemaVersion")/u)) {
    const head = new TextEncoder().encode(one.slice(0, 256));
    const profile = looksLikeProfile(head) ? readProfile(one) : fail({ kind: "file_not_profile", path });
    if (!profile.ok) return profile;
    const added = fold.add(profile.value);
    if (!added.ok) return added;
  }
  return ok(true);
}

function repeated(profiles: number): string {
  if (profiles === 0) return "";
  return `tunecast: ${profiles === 1 ? "1 profile was" : `${countText(profiles)} profiles were`} there already and counted once.\n`;
}

/** Said where parts of a cut file have not been merged yet. */
function missing(parts: Profile["parts"] = []): string {
  const [part] = parts;
  if (part === undefined) return "";
  return `tunecast: Only ${countText(parts.length)} of ${countText(part.of)} parts of the data are merged; missing: ${gaps(parts)}.\n`;
}

/** Runs of numbers that are named. */
const gapsShown = 20;

function gaps(parts: readonly { readonly of: number; readonly shard: number }[]): string {
  const there = new Set(parts.map(({ shard }) => shard));
  const of = parts[0]?.of ?? 0;
  const runs: [number, number][] = [];
  for (let shard = 1; shard <= of; shard += 1) {
    const last = runs.at(-1);
    if (there.has(shard)) continue;
    if (last?.[1] === shard - 1) last[1] = shard;
    else runs.push([shard, shard]);
  }
  const texts = runs.slice(0, gapsShown).map(([from, to]) => (from === to ? String(from) : `${from}–${to}`));
  return [...texts, ...(runs.length > gapsShown ? ["…"] : [])].join(", ");
}
