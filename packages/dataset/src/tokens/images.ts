import type { Image } from "../formats/example.ts";

/** Tokens of a picture, and whether they are known or assumed. */
export interface ImageTokens {
  readonly tokens: number;
  readonly exact: boolean;
}

/** How a family of models counts pictures. */
export type ImageRule = (image: Image) => ImageTokens;

/** A picture whose size nobody states is taken as 1024 × 1024, the size of the documentation's first example. */
const assumedSize = [1024, 1024] as const;

/** Sides of the picture after it was fitted in 2048 × 2048 and its shorter side brought down to 768 pixels. */
function fitted(width: number, height: number): readonly [number, number] {
  const fit = Math.min(1, 2048 / Math.max(width, height));
  const [w, h] = [width * fit, height * fit];
  const shrink = Math.min(1, 768 / Math.min(w, h));
  return [w * shrink, h * shrink];
}

/**
 * A base and a price per tile of 512 pixels; low detail is the base alone.
 *
 * @source https://platform.openai.com/docs/guides/images-vision#calculating-costs (read 2026-11-24): gpt-4o and gpt-4.1
 *   85 + 170 per tile, 1024² high = 765, 2048 × 4096 high = 1,105; gpt-4o-mini 2,833 + 5,667 per tile
 */
export function tileRule(base: number, perTile: number): ImageRule {
  return ({ detail, size }) => {
    if (detail === "low") return { tokens: base, exact: true };
    const [width, height] = fitted(...(size ?? assumedSize));
    const tiles = Math.ceil(width / 512) * Math.ceil(height / 512);
    return { tokens: base + perTile * tiles, exact: size !== null && detail === "high" };
  };
}

/**
 * Patches of 32 pixels, at most 1,536 of them, times a multiplier; detail makes no difference. Never exact: reports
 * about the rounding differ (https://github.com/openai/openai-python/issues/2851, read 2026-11-24).
 */
export function patchRule(multiplier: number): ImageRule {
  return ({ size }) => {
    const [width, height] = size ?? assumedSize;
    const patches = Math.min(1536, Math.ceil(width / 32) * Math.ceil(height / 32));
    return { tokens: Math.ceil(patches * multiplier), exact: false };
  };
}
