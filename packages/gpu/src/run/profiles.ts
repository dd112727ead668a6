import type { AttentionKernel } from "../model/runWords.ts";
import type { RunOptions } from "./question.ts";
import file from "./profiles.json" with { type: "json" };

/** What a training framework costs beyond the arithmetic: shares, bytes and milliseconds. */
export interface FrameworkProfile {
  readonly id: string;
  /** Published runs that its figures were fitted on; a profile without runs of its own has those of what it is built on. */
  readonly basis: string;
  /** Words by which the framework is known; the first profile with one of them in the name is taken. */
  readonly names: readonly string[];
  /** Times that the saved activations pass through memory, per forward or backward pass. */
  readonly traffic: number;
  /** Host time to launch the kernels of one layer for one pass, milliseconds: the floor of short steps. */
  readonly launchMs: number;
  readonly attention: AttentionKernel;
  /** A fused loss comes with fused norms and gates, which it has not otherwise. */
  readonly takesLiger: boolean;
  /** Casts to 8 bits are fused into the kernels before them. */
  readonly fusesCasts: boolean;
  /** 16-bit values that one RMSNorm keeps per unit of width: an eager one keeps a 32-bit copy. */
  readonly norm: number;
  /** Bytes per logit at the peak with a plain cross-entropy. */
  readonly logitBytes: number;
  /** The same where the framework's fused loss is one kernel over logits that are there: 16 bits of each, and 32 for its exponential. */
  readonly fusedLogitBytes?: number;
  readonly compiled: boolean;
  /** The loss is compiled with the model: its logits are never held in 32 bits. */
  readonly compilesLoss?: boolean;
  /** A chunked loss has chunks of one size, not a number of them. */
  readonly chunksBySize: boolean;
  /** Weights are wrapped in units on one card, too: copies of 16 bits are made a layer at a time. */
  readonly wrapsAlone: boolean;
  /** Bytes of one adapter weight, gradient or state. */
  readonly adapterBytes: 2 | 4;
  /** Adapters of 16 bits have gradients, a copy and states of 32, as the distributed optimizer keeps them. */
  readonly mainAdapters?: boolean;
  /** Quantised runs keep embedding and head in 32 bits. */
  readonly upcastsEmbeddings: boolean;
  /** Under FSDP, embedding and head are in the unit that spans the model, not in units of their own. */
  readonly embeddingsInRoot: boolean;
  /** AdamW steps through all parameters at once, with copies as large as one state; fused kernels need none. */
  readonly copiesInStep: boolean;
  /** An optimizer in the host's memory uses all of its cores, not one thread per process (what torchrun sets). */
  readonly tunedHostAdam: boolean;
  /** Gradients of a layer take the place of its activations. */
  readonly gradientsInPlace: boolean;
  readonly offloadsActivations: boolean;
  readonly loss: "plain" | "chunked" | "fused";
  readonly experts: "loop" | "grouped";
}

type Row = Partial<FrameworkProfile> & { readonly id: string; readonly like?: string };

/** Framework profiles, fitted by `bench/selfhostFit.mjs` to published runs. */
export const profiles: readonly FrameworkProfile[] = (file as readonly Row[]).reduce<FrameworkProfile[]>(
  (known, { like, ...own }) => [...known, { ...known.find(({ id }) => id === like), ...own } as FrameworkProfile],
  [],
);

/** The profile that bears this name or whose words occur in it, most special first. */
export function profileNamed(name: string): FrameworkProfile | undefined {
  const words = name.toLowerCase();
  return (
    profiles.find(({ id }) => id === words) ??
    profiles.findLast(({ names }) => names.some((known) => words.includes(known)))
  );
}

export function decidedBy(
  profile: FrameworkProfile,
  { quantisation, ...options }: RunOptions,
): Required<Pick<RunOptions, "loss" | "compiled" | "experts" | "attention" | "upcastEmbeddings" | "offload">> {
  return {
    loss: options.loss ?? profile.loss,
    compiled: options.compiled ?? profile.compiled,
    experts: options.experts ?? profile.experts,
    attention: options.attention ?? (options.flashAttention === false ? "eager" : profile.attention),
    // PEFT raises what is not quantised to 32 bits for bitsandbytes, not for GPTQ.
    upcastEmbeddings: options.upcastEmbeddings ?? (profile.upcastsEmbeddings && quantisation !== "gptq4"),
    offload: options.offload ?? (profile.offloadsActivations ? ["activations"] : []),
  };
}
