// @ts-check
import { buildPriceBook } from "../pricing/build.mjs";

/** The tests read the price book that the files of this moment make. */
export default async function setup() {
  await buildPriceBook();
}
