import { shardRange, type ByteRange } from "../formats/held.ts";
import { emptyProfile, profileOf, type DatasetProfile } from "./profile.ts";

export interface ManifestFile {
  readonly path: string;
  readonly bytes: number;
  readonly etag?: string;
  readonly lines?: true;
}

export interface Unit extends ManifestFile {
  readonly index: number;
  readonly of: number;
  readonly file: number;
  readonly range?: ByteRange;
}

export function unitsOf(files: readonly ManifestFile[], tasks: number): Unit[] {
  const total = files.reduce((sum, { bytes }) => sum + bytes, 0);
  const share = Math.max(1, Math.ceil(total / tasks));
  const cuts = files.map(({ bytes, lines }) => (lines === true ? Math.max(1, Math.ceil(bytes / share)) : 1));
  const of = cuts.reduce((sum, cut) => sum + cut, 0);
  let index = 0;
  return files.flatMap((file, place) => {
    const cut = cuts[place] as number;
    return Array.from({ length: cut }, (_, part): Unit => {
      index += 1;
      return { ...file, index, of, file: place + 1, ...(cut > 1 && { range: shardRange(file.bytes, part + 1, cut) }) };
    });
  });
}

/** The units of each task: one each where there are no more of them, else the largest first, each to the task that has the fewest bytes so far. */
export function dealt(units: readonly Unit[], tasks: number): Unit[][] {
  if (units.length <= tasks) return Array.from({ length: tasks }, (_, task) => units.slice(task, task + 1));
  const bytesOf = ({ bytes, range }: Unit): number => (range === undefined ? bytes : range.end - range.start);
  const hands = Array.from({ length: tasks }, () => ({ bytes: 0, units: [] as Unit[] }));
  for (const unit of [...units].sort((a, b) => bytesOf(b) - bytesOf(a) || a.index - b.index)) {
    const least = hands.reduce((a, b) => (b.bytes < a.bytes ? b : a));
    least.bytes += bytesOf(unit);
    least.units.push(unit);
  }
  return hands.map((hand) => hand.units.sort((a, b) => a.index - b.index));
}

/** The profile of a unit that cannot be understood at all: one bad row, so that what is counted is "at least". */
export function lostProfile({ index, of, file, bytes }: Unit): DatasetProfile {
  return profileOf({
    ...emptyProfile,
    bytes,
    rows: 1,
    badRows: 1,
    findings: [{ severity: "error", code: "read_failed", count: 1, lines: [[of === 1 ? 0 : index, 1]] }],
    parts: of === 1 ? [] : [{ of, shard: index, lines: 1, file }],
  });
}
