import type { Profile } from "@tunecast/estimator";
import { fail } from "@tunecast/estimator/problem";
import { counted } from "@tunecast/estimator/report";
import { countText } from "@tunecast/estimator/text";
import type { MergeFold } from "@tunecast/dataset";
import type { AddCommand } from "../ask/help.ts";
import { taken } from "../show/messages.ts";
import { printed, type Outcome, type Host } from "../read/host.ts";

export const addMerge: AddCommand = (program) => {
  const command = program
    .command("merge")
    .summary("profiles of several files or parts, merged into one")
    .description(
      "Merges profiles: those of the parts of a file give the profile of the whole, byte for byte. A part that is there twice counts once, and parts of other data are refused.",
    )
    .argument("<profiles...>", 'profiles as JSON, folders of them; "-" is standard input, one profile after another')
    .option("--partial", "exit with 0 though parts are missing")
    .option("--strict", "exit with 1 where a row is bad");
  const exitCodes =
    "0 merged; 1 a part is missing (0 with --partial), or with --strict a row is bad; 2 a wrong option or profile.";
  return [{ command, act, exitCodes }];
};

type MergeOptions = Readonly<Partial<Record<"partial" | "strict", true>>>;

async function act({ files }: Host, paths: readonly string[], { partial, strict }: MergeOptions): Promise<Outcome> {
  const { MergeFold, profileText } = await import("@tunecast/dataset");
  const fold = new MergeFold();
  for (const path of paths) {
    const inner = taken(await files.folder(path), path);
    for (const one of inner?.filter((name) => name.endsWith(".json")) ?? [path])
      await addProfiles(fold, one, taken(await files.text(one), one));
  }
  const whole = taken(fold.result());
  const { badRows, parts = [] } = whole;
  const isShort = parts.length > 0 && partial !== true;
  const exitCode = isShort || (badRows > 0 && strict === true) ? 1 : 0;
  return printed(`${profileText(whole)}\n`, exitCode, [...repeated(fold.repeated), ...missing(parts)]);
}

/** Profiles of a file: one after another, with or without line ends between them. */
async function addProfiles(fold: MergeFold, path: string, text: string): Promise<void> {
  const { looksLikeProfile, readProfile } = await import("@tunecast/dataset");
  for (const one of text.split(/(?<=\})\s*(?=\{\s*"schemaVersion")/u)) {
    const head = new TextEncoder().encode(one.slice(0, 256));
    const profile = looksLikeProfile(head) ? readProfile(one) : fail({ kind: "file_not_profile", path });
    taken(fold.add(taken(profile, path)), path);
  }
}

function repeated(profiles: number): readonly string[] {
  if (profiles === 0) return [];
  return [`${counted(profiles, "profile")} ${profiles === 1 ? "was" : "were"} there already and counted once.`];
}

/** Said where parts of a cut file have not been merged yet. */
function missing(parts: Profile["parts"] = []): readonly string[] {
  const [part] = parts;
  if (part === undefined) return [];
  return [
    `Only ${countText(parts.length)} of ${countText(part.of)} parts of the data are merged; missing: ${gaps(parts)}.`,
  ];
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
