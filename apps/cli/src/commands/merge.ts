import { Option, type Command } from "commander";
import { fail, type Profile } from "@tunecast/estimator";
import { oneOf } from "../options.ts";
import { refuse } from "../say.ts";
import { printed, type Outcome, type Surroundings } from "../surroundings.ts";

/** `tunecast merge A B …`: the profile of all files together. */
export function addMerge(program: Command, around: Surroundings, done: (outcome: Outcome) => void): void {
  program
    .command("merge")
    .summary("profiles of several files or parts, merged into one")
    .description("Merges profiles: those of the parts of a file give the profile of the whole, byte for byte.")
    .argument("<profiles...>", 'profiles as JSON; "-" is standard input')
    .addOption(new Option("--format <name>", "json").argParser(oneOf("json")).default("json"))
    .addHelpText("after", "\nExit codes: 0 every row was read; 1 a bad row; 2 a wrong option or profile.\n")
    .action(async (paths: readonly string[]) => done(await act(paths, around)));
}

async function act(paths: readonly string[], { files }: Surroundings): Promise<Outcome> {
  const { emptyProfile, looksLikeProfile, mergeProfiles, profileText, readProfile } = await import("@tunecast/dataset");
  let whole = emptyProfile;
  for (const path of paths) {
    const text = await files.text(path);
    if (!text.ok) return refuse(text.problem);
    const head = new TextEncoder().encode(text.value.slice(0, 256));
    const profile = looksLikeProfile(head) ? readProfile(text.value) : fail({ kind: "file_not_profile", path });
    if (!profile.ok) return refuse(profile.problem, path);
    const merged = mergeProfiles(whole, profile.value);
    if (!merged.ok) return refuse(merged.problem, path);
    whole = merged.value;
  }
  return printed(`${profileText(whole)}\n`, whole.badRows > 0 ? 1 : 0, missing(whole.parts));
}

/** Said where parts of a cut file have not been merged yet. */
function missing(parts: Profile["parts"] = []): string {
  const [part] = parts;
  if (part === undefined) return "";
  return `tunecast: Only ${parts.length} of ${part.of} parts of the file are merged: merge the others, too.\n`;
}
