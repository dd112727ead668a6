import { card } from "./book.ts";

// Llama 3.1 8B: 32 layers, hidden 4096, 32 heads of 128, 8 for keys and values, ffn 14336, vocabulary 128256.
export const id = "llama-3.1-8b";
export const [layers, hidden, ffn, vocab] = [32, 4096, 14_336, 128_256];
export const embedding = vocab * hidden;
export const inLayers = layers * (hidden * 128 * (32 + 8 + 8 + 32) + 3 * hidden * ffn + 2 * hidden);
export const total = 2 * embedding + inLayers + hidden;
export const GiB = 2 ** 30;
/** Without what somebody measured of it: its peak is that of the sheet. */
const { measuredTflops: _measured, ...sheet } = card("h100-sxm-80");
export const h100 = sheet;
