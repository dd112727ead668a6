import type { Question } from "@tunecast/estimator";
import { given } from "../ask/options.ts";

type Counted = { readonly findings?: readonly { readonly code: string }[] } | object | undefined;

/** What the JSON of an answer says of data that changed while they were counted; nothing where none did. */
export function changedData(...sets: readonly Counted[]): {
  readonly warnings?: readonly Readonly<Record<"code" | "sentence", string>>[];
} {
  const isChanged = sets.some(
    (set) => set !== undefined && "findings" in set && set.findings?.some(({ code }) => code === "file_changed"),
  );
  const sentence = "A data file changed while it was read: count it again.";
  return given({ warnings: isChanged ? [{ code: "file_changed", sentence }] : undefined });
}

/** The same of the data of a question and of its further stages. */
export function changedIn({ job }: Question): ReturnType<typeof changedData> {
  return changedData(...[job, ...(job.stages ?? [])].map((set) => ("profile" in set ? set.profile : undefined)));
}
