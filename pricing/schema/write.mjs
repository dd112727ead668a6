// @ts-check
import { writeFile } from "node:fs/promises";
import { cloudFileSchema, providerFileSchema } from "../../packages/estimator/dist/prices/schema.js";
import { hardwareFileSchema, modelFileSchema } from "../../packages/estimator/dist/selfhost/schema.js";
import { jsonSchemaText } from "./generate.mjs";

// Writes the JSON Schemas that editors read. Run after `tsc -b packages/estimator`.
await write("provider", "Prices of one provider", providerFileSchema);
await write("cloud", "GPU prices of one cloud", cloudFileSchema);
await write("model", "Shapes of one family of open models", modelFileSchema);
await write("hardware", "GPUs", hardwareFileSchema);

/** @param {string} name @param {string} title @param {import("valibot").GenericSchema<any, any>} schema */
async function write(name, title, schema) {
  await writeFile(new URL(`${name}.json`, import.meta.url), jsonSchemaText(title, schema));
}
