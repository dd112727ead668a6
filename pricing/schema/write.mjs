// @ts-check
import { writeFile } from "node:fs/promises";
import { cloudFileSchema, providerFileSchema } from "../../packages/estimator/dist/prices/schema.js";
import { jsonSchemaText } from "./generate.mjs";

// Writes the JSON Schemas that editors read. Run after `tsc -b packages/estimator`.
await writeFile(new URL("provider.json", import.meta.url), jsonSchemaText("Prices of one provider", providerFileSchema));
await writeFile(new URL("cloud.json", import.meta.url), jsonSchemaText("GPU prices of one cloud", cloudFileSchema));
