import type { Image } from "../formats/example.ts";

/** The tokens of a picture, and between which they lie. */
export type ImageRule = (image: Image) => Readonly<Record<"tokens" | "low" | "high", number>>;

/** A picture whose size nobody states is taken as 1024 × 1024, the size of the documentation's first example. */
const assumedSize = [1024, 1024] as const;
const mostTiles = 8;
const mostPatches = 1536;

/**
 * Tokens that a picture may be billed more than its published form: a job of pictures at Azure was billed one more per
 * example, so no picture is ever exact.
 * @source https://github.com/microsoft-foundry/fine-tuning Demos, image classification (read 2026-11-24)
 */
const mayBeMore = 1;

function fitted(width: number, height: number): readonly [number, number] {
  const fit = Math.min(1, 2048 / Math.max(width, height));
  const [w, h] = [width * fit, height * fit];
  const shrink = Math.min(1, 768 / Math.min(w, h));
  return [w * shrink, h * shrink];
}

/**
 * A base and a price per tile of 512 pixels; low detail is the base alone.
 * @source https://platform.openai.com/docs/guides/images-vision#calculating-costs (read 2026-11-24): gpt-4o and gpt-4.1
 *   85 + 170 per tile, 1024² high = 765, 2048 × 4096 high = 1,105; gpt-4o-mini 2,833 + 5,667 per tile
 */
export function tileRule(base: number, perTile: number): ImageRule {
  return ({ detail, size }) => {
    if (detail === "low") return { tokens: base, low: base, high: base + mayBeMore };
    const [width, height] = fitted(...(size ?? assumedSize));
    const tiles = Math.ceil(width / 512) * Math.ceil(height / 512);
    const tokens = base + perTile * tiles;
    const low = detail !== "high" ? base : size === null ? base + perTile : tokens;
    return { tokens, low, high: mayBeMore + (size === null ? base + perTile * mostTiles : tokens) };
  };
}

/**
 * Patches of 32 pixels, at most 1,536 of them, times a multiplier; detail makes no difference. Never exact: reports
 * differ (https://github.com/openai/openai-python/issues/2851, read 2026-11-24), so the low end leaves the multiplier out.
 */
export function patchRule(multiplier: number): ImageRule {
  return ({ size }) => {
    const [width, height] = size ?? assumedSize;
    const patches = Math.min(mostPatches, Math.ceil(width / 32) * Math.ceil(height / 32));
    const tokens = Math.ceil(patches * multiplier);
    if (size === null) return { tokens, low: 1, high: Math.ceil(mostPatches * multiplier) };
    return { tokens, low: patches, high: tokens };
  };
}
