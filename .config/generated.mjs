// @ts-check
import { makeOpenaiTables } from "../packages/dataset/tools/openaiTables.mjs";
import { makeWasm } from "../packages/dataset/tools/wasm.mjs";
import { buildPriceBook } from "../pricing/build.mjs";

/** The tests read the price book that the files of this moment make, the tables that the installed ranks make, and the counting
 * in WebAssembly. */
export default async function setup() {
  await Promise.all([buildPriceBook(), makeOpenaiTables(), makeWasm()]);
}
