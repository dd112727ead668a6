// @ts-check
import { dirname, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../", import.meta.url));

/** The data sets of others that tests and benchmarks read where they are: TUNECAST_DATA, else beside the repository. */
export const dataFolder = resolve(root, process.env["TUNECAST_DATA"] ?? "../shared/data");

/** The dossiers that the price files were written from. */
export const factsFolder = resolve(dirname(dataFolder), "facts");
