// @ts-check
import { makeTables } from "../packages/dataset/tools/tables.mjs";
import { makeWasm } from "../packages/dataset/tools/wasm.mjs";
import { buildPriceBook } from "../pricing/build.mjs";

/** The build and the tests read the price book that the files of this moment make, the tables that the installed vocabularies make, and the counting
 * in WebAssembly. */
export default async function setup() {
  await Promise.all([buildPriceBook(), makeTables(), makeWasm()]);
}
