// @ts-check
/** Writes `dist/index.js`, the price book that `@tunecast/pricing` exports. */
export async function buildPriceBook() {}
