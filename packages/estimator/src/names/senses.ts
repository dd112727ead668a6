/** Things that a model reads or writes beside text; `encoder`: one that writes none token by token. */
export type Sense = "images" | "sound" | "diffusion" | "encoder";

/** Parts of names by which such models are known, as a part between dashes begins. */
const signs: readonly (readonly [RegExp, Sense])[] = [
  [/^(vl|vlm|vision|visual|llava|pixtral|paligemma|idefics|internvl|smolvlm|fuyu|molmo|florence|moondream)/, "images"],
  [/(ocr|vlm?|\dv|\dn)$|^(image|omni|multimodal)/, "images"],
  [/^(sd|sdxl|sd\d(\.\d)?|flux(\.\d)?|diffusion|wan\d(\.\d)?|pixart)$/, "diffusion"],
  [/^(voxtral|whisper|audio|speech|tts|orpheus|moshi|csm|parakeet|canary|transcribe|llasa)|(asr|tts)$/, "sound"],
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

/** Parts of names of models that encode text or pictures: for embedding, labels, translation. */
const encoders =
  /^(\w*bert|\w*bert(a|v\d)|electra|canine|t5|mt5|umt5|flan|mt0|bart|mbart|pegasus|nllb|bge|e5|gte|minilm|mpnet|xlm|reranker|embedding\w*|layoutlm\w*|esm\d?|t0|vit|swin|dino(v\d)?|poolformer|resnet\d*|convnext|clip|siglip\d?|segformer|sam\d?|detr)$/;

/** Whether a name says that its model has an encoder and writes no text token by token. */
export function isEncoder(name: string): boolean {
  const own = name.slice(name.lastIndexOf("/") + 1).toLowerCase();
  return own.split(/[-_.\s]+/).some((part) => encoders.test(part));
}
