import { once } from "@tunecast/estimator/parts";
import type { Gpu } from "@tunecast/estimator/parts";

export type { Gpu } from "@tunecast/estimator/parts";

const plain = (name: string): string => name.toLowerCase().replace(/[^a-z0-9]/g, "");

/** Whether a run can be spread over so many of a kind: a machine with unified memory is alone, a TPU is programmed by XLA. */
export function takesRun({ kind }: Pick<Gpu, "kind">, framework: string, gpus: number): boolean {
  return kind === "unified" ? gpus === 1 : kind !== "tpu" || framework === xla;
}

export const xla = "xla";

interface Named {
  readonly id: string;
  readonly aliases?: readonly string[];
  readonly name?: string;
  readonly hf?: string;
}

/** The place in a list of each name of its items; of two with one name the first. */
const places = once((list: readonly Named[]) => {
  const found = new Map<string, number>();
  for (const [at, { id, name = id, hf = id, aliases = [] }] of list.entries())
    for (const known of [id, name, hf, hf.split("/")[1] ?? id, ...aliases].map(plain))
      if (!found.has(known)) found.set(known, at);
  return found;
});

/** The item of a list that bears this name, id or alias; case and punctuation do not matter. */
export function named<T extends Named>(list: readonly T[], name: string): T | undefined {
  return list[places(list).get(plain(name)) ?? -1];
}

/** Words of makers, series and packages around the name of a chip, as drivers and shops write them. */
const around = new Set([
  ..."nvidia amd intel apple tesla geforce quadro instinct radeon".split(" "),
  ..."gpu graphics card tensor core generation edition workstation server oam blackwell".split(" "),
]);

function parts(name: string): { readonly words: string; readonly gigabytes: number | null } {
  let gigabytes: number | null = null;
  const words = name
    .toLowerCase()
    .replace(/(\d) (?=gi?b\b)/gu, "$1")
    .split(/[^a-z0-9]+/u)
    .filter((word) => {
      const size = /^(\d+)gi?b$/u.exec(word)?.[1];
      if (size !== undefined) gigabytes = Number(size);
      return size === undefined && !around.has(word) && !/^hbm\d?e?$/u.test(word);
    })
    .map((word) => word.replace(/^sxm\d$/u, "sxm"));
  // `a100-80`, as ids end, is the memory too; the number of a `4090` stands in its name alone.
  const last = /^\d{1,3}$/u.exec(words.at(-1) ?? "")?.[0];
  if (gigabytes === null && last !== undefined && words.length > 1) {
    gigabytes = Number(last);
    words.pop();
  }
  return { words: words.join(""), gigabytes };
}

/**
 * The card that a person means: by id, name or alias, or as a driver prints it (`NVIDIA A100-SXM4-80GB`,
 * `Tesla T4`, `NVIDIA GeForce RTX 4090`). The memory in a name must be the card's; undefined where no card is meant.
 */
export function cardNamed(hardware: readonly Gpu[], name: string): Gpu | undefined {
  const exact = named(hardware, name);
  if (exact !== undefined) return exact;
  const wanted = parts(name);
  if (wanted.words === "") return undefined;
  const isAlike = (known: string, gigabytes: number | null): boolean =>
    parts(known).words === wanted.words && gigabytes === wanted.gigabytes;
  const namesOf = ({ id, name: own, aliases }: Gpu): readonly string[] => [id, own, ...aliases];
  return (
    hardware.find((gpu) => namesOf(gpu).some((known) => isAlike(known, parts(known).gigabytes))) ??
    hardware.find((gpu) => namesOf(gpu).some((known) => isAlike(known, parts(gpu.id).gigabytes)))
  );
}
