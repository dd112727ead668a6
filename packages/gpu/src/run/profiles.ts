import type { RunOptions } from "./question.ts";
import file from "./profiles.json" with { type: "json" };

type Own = typeof file.profiles;
type Chosen = Required<Pick<RunOptions, "attention" | "loss" | "experts">>;

/** What a training framework costs beyond the arithmetic; `about` of `profiles.json` says what each figure is, and its unit. */
export type FrameworkProfile = Readonly<Omit<Own["hf"], keyof Chosen | "losses" | "selective" | "adapterBytes">> &
  Chosen & {
    readonly id: string;
    readonly losses: Readonly<Record<string, Chosen["loss"]>>;
    readonly selective: "attention" | "products";
    readonly adapterBytes: 2 | 4;
    readonly fusedLogitBytes?: number;
    readonly compilesLoss?: boolean;
    readonly mainAdapters?: boolean;
  };

/** Framework profiles, fitted by `bench/selfhostFit.mjs` to published runs. */
export const profiles: readonly FrameworkProfile[] = Object.entries<Readonly<Record<string, unknown>>>(
  file.profiles,
).reduce<FrameworkProfile[]>(
  (known, [id, { like, ...own }]) => [
    ...known,
    { ...(known.find((one) => one.id === like) ?? { id }), ...own, id } as FrameworkProfile,
  ],
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

/**
 * TRL's supervised trainer computes logits in pieces since 1.7, all others since 1.15 but those of its experiments.
 * @source https://pypi.org/project/trl, 1.6.0 to 1.16.0 (read 2026-12-01)
 */
function usualLoss({ loss, losses }: FrameworkProfile, { framework = "", objective }: RunOptions): Chosen["loss"] {
  if (objective === "orpo" || objective === "ppo") return loss;
  const name = Object.keys(losses).find((word) => framework.toLowerCase().includes(word));
  return (name === undefined ? undefined : losses[name]) ?? loss;
}

export function decidedBy(
  profile: FrameworkProfile,
  { quantisation, ...options }: RunOptions,
): Chosen & Required<Pick<RunOptions, "compiled" | "upcastEmbeddings" | "offload" | "fusedOptimizer">> {
  const kernel = options.flashAttention && profile.attention === "sdpa" ? "flash-2" : profile.attention;
  return {
    loss: options.loss ?? usualLoss(profile, options),
    compiled: options.compiled ?? profile.compiled,
    // Hugging Face's trainers since torch 2.8: transformers 5.24.0 training_args.py, `default_optim`.
    fusedOptimizer: !profile.copiesInStep || (options.fusedOptimizer ?? profile.id !== "lightning"),
    experts: options.experts ?? profile.experts,
    attention: options.attention ?? (options.flashAttention === false ? "eager" : kernel),
    // PEFT raises what is not quantised to 32 bits for bitsandbytes, not for GPTQ.
    upcastEmbeddings: options.upcastEmbeddings ?? (profile.upcastsEmbeddings && quantisation !== "gptq4"),
    offload: options.offload ?? (profile.offloadsActivations ? ["activations"] : []),
  };
}
