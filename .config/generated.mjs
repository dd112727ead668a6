// @ts-check
import { makeOpenaiTables } from "../packages/dataset/tools/openaiTables.mjs";
import { buildPriceBook } from "../pricing/build.mjs";

/** The tests read the price book that the files of this moment make, and the tables that the installed ranks make. */
export default async function setup() {
  await Promise.all([buildPriceBook(), makeOpenaiTables()]);
}
