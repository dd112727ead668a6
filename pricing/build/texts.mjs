// @ts-check
import { columns } from "../compact/encode.mjs";

/** @typedef {{ path: string, content: Record<string, any> }} PriceJson */

/** @param {string} name @param {readonly Record<string, any>[]} rows */
export function constant(name, rows) {
  return `export const ${name} = /* @__PURE__ */ lazily(${rows.length}, () => listOf(${literal(columns(rows))}));\n`;
}

/** JSON in a string parses faster than the same object as code. @param {unknown} value */
function literal(value) {
  const text = JSON.stringify(value)
    .replaceAll("\\", "\\\\")
    .replaceAll("'", "\\'")
    .replaceAll("\u2028", "\\u2028")
    .replaceAll("\u2029", "\\u2029");
  return `/* @__PURE__ */ JSON.parse('${text}')`;
}

/** @typedef {{ version: string, sha256: string, check: string, since?: string }} Stamp */

/** @param {Stamp} stamp @param {Compact} providers @param {string} [from] where `expand.js` is */
export function bookText(stamp, providers, from = "./expand.js") {
  const fields = Object.entries(stamp).map(([name, value]) => `${name}: "${value}"`);
  return [
    `import { expand, lazily } from "${from}";`,
    `export const prices = /* @__PURE__ */ (() => ({ schemaVersion: 1, ${fields.join(", ")}, providers: ${expanded(providers, stamp.check)} }))();`,
    "",
  ].join("\n");
}

/** The whole files, packed, with their prose. For Node alone. */
export const filesText = [
  `import { readFileSync } from "node:fs";`,
  `import { gunzipSync } from "node:zlib";`,
  `export const files = JSON.parse(gunzipSync(readFileSync(new URL("../dist/files.json.gz", import.meta.url))).toString());`,
  "",
].join("\n");

/** @typedef {import("../compact/expand.js").Compact} Compact */

/** @param {Compact} compact @param {string} [check] */
function expanded(compact, check) {
  const seal = check === undefined ? "" : `, "${check}"`;
  return `/* @__PURE__ */ lazily(${compact.files.length}, () => expand(${literal(compact)})${seal})`;
}

/** @param {Compact} clouds */
export function cloudsText(clouds) {
  return `export const clouds = ${expanded(clouds)};\n`;
}

/** @param {Compact} untuned */
export function untunedText(untuned) {
  return `import { expand, lazily } from "./expand.js";\nexport const untuned = ${expanded(untuned)};\n`;
}

export const indexTypes = `import type { CloudFile, PriceBook } from "@tunecast/estimator";
import type { Gpu, OpenModel, UncountedModel } from "@tunecast/estimator/prices";
/**
 * The prices of all providers from the day \`since\` on, with the fingerprint of the files: what an estimate of today
 * reads. Earlier days stand in \`@tunecast/pricing/history\`.
 */
export declare const prices: PriceBook;
/** Prices of machines with GPUs from that day on, one file per cloud. */
export declare const clouds: readonly CloudFile[];
/** Shapes of open models, for runs on hardware of one's own. */
export declare const openModels: readonly OpenModel[];
/** Families of models that are known and not counted, with what is missing. */
export declare const uncounted: readonly UncountedModel[];
/** GPUs with memory, rate and bandwidth. */
export declare const hardware: readonly Gpu[];
`;

export const bookTypes = `import type { PriceBook } from "@tunecast/estimator";
/** One book of several, such as those of \`@tunecast/pricing/providers/*\`: an estimate reads the prices of these alone. */
export declare function bookOf(...books: readonly PriceBook[]): PriceBook;
`;

export const providerTypes = `import type { PriceBook } from "@tunecast/estimator";
/** The prices of one provider, from the same day on as all. \`bookOf\` joins several. */
export declare const prices: PriceBook;
`;

export const untunedTypes = `import type { ProviderFile } from "@tunecast/estimator";
/** Models that are sold as they are: what one would otherwise use, one file per provider. */
export declare const untuned: readonly ProviderFile[];
`;

export const historyTypes = `import type { CloudFile, PriceBook } from "@tunecast/estimator";
/** The prices of all providers since the first that is known, with the same fingerprint: for days before \`since\`. */
export declare const prices: PriceBook;
/** Prices of machines with GPUs since the first that is known. */
export declare const clouds: readonly CloudFile[];
`;

export const filesTypes = `import type { CloudFile, ProviderFile } from "@tunecast/estimator";
/** The price files whole: every dated rate with its notes and the figures that disagree. Reads files: for Node. */
export declare const files: {
  readonly version: string;
  readonly sha256: string;
  readonly providers: readonly ProviderFile[];
  readonly clouds: readonly CloudFile[];
};
`;
