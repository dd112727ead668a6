/** Things that a model reads or writes beside text. */
export type Sense = "images" | "sound" | "diffusion";

/** Parts of names by which such models are known, as a part between dashes begins. */
const signs: readonly (readonly [RegExp, Sense])[] = [
  [/^(vl|vlm|vision|visual|llava|pixtral|paligemma|idefics|internvl|smolvlm|fuyu|molmo|florence|moondream)/, "images"],
  [/(ocr|vlm?|\dv|\dn)$|^(image|omni|multimodal)/, "images"],
  [/^(sd|sdxl|sd\d(\.\d)?|flux(\.\d)?|diffusion|wan\d(\.\d)?|pixart)$/, "diffusion"],
  [/^(voxtral|whisper|audio|speech|tts|orpheus|moshi|csm|parakeet|canary|transcribe)|asr$/, "sound"],
];

/** What a model reads or writes beside text by its name; undefined where the name does not say. */
export function senseOf(name: string): Sense | undefined {
  const parts = name
    .slice(name.lastIndexOf("/") + 1)
    .toLowerCase()
    .replaceAll(/(\d)_(?=\d)/g, "$1.")
    .split(/[-_\s]+/);
  return signs.find(([sign]) => parts.some((part) => sign.test(part)))?.[1];
}
