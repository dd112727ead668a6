import { Option, type Command } from "commander";
import type { Manifest, ManifestFile } from "@tunecast/dataset";
import type { Result } from "@tunecast/estimator";
import { fail, ok } from "@tunecast/estimator/problem";
import { digestOf } from "../read/fingerprint.ts";
import { readListing, type Listed } from "../read/listings.ts";
import { refuse } from "../show/messages.ts";
import { printed, type Files, type Outcome, type Host } from "../read/host.ts";

/** `tunecast manifest PATHS…`: the files that many tasks will count together. */
export function addManifest(program: Command, around: Host, done: (outcome: Outcome) => void): void {
  program
    .command("manifest")
    .summary("a list of files, for tasks of any engine to count together")
    .description(
      'Lists files, folders and addresses with their lengths, as JSON that `profile --manifest` takes. "-" reads a list\n' +
        "from standard input: a path on each line, `rclone lsjson`, `aws s3 ls --recursive` or a data set's tree of Hugging Face.",
    )
    .argument("<paths...>", 'files, folders, addresses; "-" is a list on standard input')
    .addOption(new Option("--base <path>", 'what stands before each path of the list of "-"').default(""))
    .action(async (paths: readonly string[], { base }: { readonly base: string }) => {
      const files = await listed(paths, base, around.files);
      if (!files.ok) return done(refuse(files.problem));
      const { manifestKey } = await import("@tunecast/dataset");
      const manifest: Manifest = {
        manifestVersion: 1,
        digest: digestOf(manifestKey(files.value)),
        files: files.value,
      };
      done(printed(`${JSON.stringify(manifest)}\n`));
    });
}

async function listed(paths: readonly string[], base: string, files: Files): Promise<Result<readonly ManifestFile[]>> {
  const { isLinesName } = await import("../read/listing.ts");
  const found = new Map<string, ManifestFile>();
  for (const path of paths) {
    const named = await namedBy(path, base, files);
    if (!named.ok) return named;
    for (const { path: one, bytes, etag } of named.value) {
      if (bytes === undefined) {
        const file = await files.describe(one);
        if (!file.ok) return file;
        found.set(one, file.value);
      } else {
        const lines = isLinesName(one) && { lines: true as const };
        found.set(one, { path: one, bytes, ...(etag !== undefined && { etag }), ...lines });
      }
    }
  }
  return found.size > 0 ? ok([...found.values()]) : fail({ kind: "nothing_listed" });
}

/** What a path stands for: a listing, the files of a folder, or itself. */
async function namedBy(path: string, base: string, files: Files): Promise<Result<readonly Listed[]>> {
  if (path === "-") {
    const text = await files.text("-");
    if (!text.ok) return text;
    try {
      return ok(readListing(text.value, base));
    } catch {
      return fail({ kind: "nothing_listed" });
    }
  }
  const inner = await files.folder(path);
  return inner.ok ? ok((inner.value ?? [path]).map((one) => ({ path: one }))) : inner;
}
