/** A graphics card: what memory, arithmetic and traffic it has. Rates are dense (no sparsity). */
export interface Gpu {
  readonly id: string;
  readonly name: string;
  readonly aliases: readonly string[];
  /** Chip generation; efficiency is known per generation. */
  readonly architecture: string;
  /**
   * What is no card: memory that it shares with the machine's processors (Apple), of which `memoryGiB` is what a process is
   * given; a chip that XLA programs. Absent for graphics cards and accelerators.
   */
  readonly kind?: "unified" | "tpu";
  /** Memory as the driver reports it, GiB. */
  readonly memoryGiB: number;
  /** Dense 16-bit tensor rate with 32-bit accumulation, TFLOP/s (fp16 where the card has no bf16). */
  readonly bf16Tflops: number;
  /** Dense 8-bit float rate; absent where the card has none. */
  readonly fp8Tflops?: number;
  /** Best matrix product measured, TFLOP/s. */
  readonly measuredTflops?: number;
  readonly bandwidthGBs: number;
  readonly watts: number | null;
  /** Fastest link between cards of one machine. */
  readonly link: "nvlink" | "pcie";
  /** Usable bytes per second and card over that link in collectives, GB/s. */
  readonly linkGBs: number;
  /** Cards that this link joins; beyond them the network does. */
  readonly linkedCards: number;
  readonly confidence: "primary" | "secondary" | "conflict" | "unchecked";
  readonly source: string;
  readonly note?: string;
}

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
