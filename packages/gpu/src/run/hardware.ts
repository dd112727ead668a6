import type { Gpu } from "@tunecast/estimator/parts";

export type { Gpu } from "@tunecast/estimator/parts";

const plain = (name: string): string => name.toLowerCase().replace(/[^a-z0-9]/g, "");

/** Whether a run can be spread over so many of a kind: a machine with unified memory is alone, a TPU is programmed by XLA. */
export function takesRun({ kind }: Pick<Gpu, "kind">, framework: string, gpus: number): boolean {
  return kind === "unified" ? gpus === 1 : kind !== "tpu" || framework === xla;
}

/** Id of the framework profile that programs TPUs. */
export const xla = "xla";

/** The item of a list that bears this name, id or alias; case and punctuation do not matter. */
export function named<
  T extends { readonly id: string; readonly aliases?: readonly string[]; readonly name?: string; readonly hf?: string },
>(list: readonly T[], name: string): T | undefined {
  const wanted = plain(name);
  const names = (item: T): (string | undefined)[] => [
    item.id,
    item.name,
    item.hf,
    item.hf?.split("/")[1],
    ...(item.aliases ?? []),
  ];
  return list.find((item) => names(item).some((known) => known !== undefined && plain(known) === wanted));
}
