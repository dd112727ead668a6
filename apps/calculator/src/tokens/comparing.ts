import { checkFor, type Finding, looksLikeProfile, nearFindings } from "@tunecast/dataset";
import { chunksOf } from "./chunks.ts";
import { headBytes } from "./counting.ts";
import type { Message, News, Task } from "./messages.ts";

/** Places of each kind that the page is told. */
const mostPlaces = 100;

/** Names the examples that nearly repeat another one, or one of the validation file; where asked, also those that are in both. */
export async function compareWhole(
  { file, name, validation, withSame }: Extract<Task, { kind: "compare" }>,
  tell: (news: News) => void,
): Promise<Message> {
  for (const each of [file, validation])
    if (each !== null && looksLikeProfile(new Uint8Array(await each.slice(0, headBytes).arrayBuffer())))
      return { kind: "compared", findings: [] };
  const others = (): { validation?: ReturnType<typeof chunksOf> } =>
    validation === null ? {} : { validation: chunksOf(validation) };
  // By no provider's rules: of this report only what stands in both files is read.
  const same = withSame && validation !== null ? await checkFor("trl", chunksOf(file), { name, ...others() }) : null;
  if (same?.ok === false) return { kind: "problem", problem: same.problem };
  const near = await nearFindings(chunksOf(file), {
    name,
    ...others(),
    onProgress: ({ bytes, rows }) => tell({ kind: "progress", bytes, rows }),
  });
  if (!near.ok) return { kind: "problem", problem: near.problem };
  const inBoth = same?.value.findings.filter(({ code }) => code === "validation_overlap") ?? [];
  return { kind: "compared", findings: [...inBoth, ...firstOf(near.value)] };
}

/** The first of each kind: each says how many there are in all. */
function firstOf(findings: readonly Finding[]): readonly Finding[] {
  const met = new Map<string, number>();
  return findings.filter(({ code }) => {
    const before = met.get(code) ?? 0;
    met.set(code, before + 1);
    return before < mostPlaces;
  });
}
