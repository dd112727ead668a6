import { profileBytes, type DatasetProfile } from "../../src/index.ts";
import { textChunks } from "../data.ts";

export async function profiled(text: string, columns?: Readonly<Record<string, string>>): Promise<DatasetProfile> {
  const profile = await profileBytes(textChunks(text), { rules: [], columns });
  if (!profile.ok) throw new Error(profile.problem.kind);
  return profile.value;
}

/** The columns of the line that a refusal proposes, as the command would read them; undefined where it proposes none. */
export function hintOf({ findings }: DatasetProfile): Readonly<Record<string, string>> | undefined {
  const written = findings.map(({ detail = "" }) => /--columns (?:"([^"]+)"|(\S+))$/u.exec(detail)).find(Boolean);
  const line = written?.[1] ?? written?.[2];
  return line === undefined
    ? undefined
    : Object.fromEntries(line.split(",").map((use) => use.split("=") as [string, string]));
}

/** What a refusal proposes for a text, and how the text is read by it. */
export async function readAsProposed(text: string): Promise<object> {
  const refused = await profiled(text);
  const proposed = hintOf(refused);
  const { badRows, findings, examples } = await profiled(text, proposed);
  return { before: refused.examples, proposed, badRows, findings, hasExamples: examples > 0 };
}

export const lines = (row: (i: number) => object): string =>
  Array.from({ length: 5 }, (_, i) => `${JSON.stringify(row(i))}\n`).join("");
export const said = (i: number): string => `What is the answer to ${i}?`;
