// @ts-check
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { run } from "../packages/run.mjs";
import { programs } from "./lines.mjs";

const shared = {
  lib: ["ES2022"],
  types: [],
  target: "ES2022",
  strict: true,
  exactOptionalPropertyTypes: true,
  noUncheckedIndexedAccess: true,
  skipLibCheck: false,
  noEmit: true,
};
const settings = [
  { file: "main.ts", module: "ESNext", moduleResolution: "node10", before: 6 },
  { file: "main.ts", module: "CommonJS", moduleResolution: "node10", before: 6 },
  { file: "main.mts", module: "Node16", moduleResolution: "Node16" },
  { file: "main.cts", module: "Node16", moduleResolution: "Node16" },
  { file: "main.ts", module: "ESNext", moduleResolution: "bundler" },
];
const strict = `${programs.lines.replaceAll("offers[0].", "offers[0]?.")}export const out: string = said;\n`;

/** The types under a compiler, declarations of the packages included; what a version no longer has is left out. @type {readonly import("./hosts.mjs").Host[]} */
export const compilers = ["5.0.4", "5.4.5", "5.9.3", "6.0.3", "7.0.2"].map((version) => ({
  name: `TypeScript ${version.replace(/\.\d+$/, "")}: ${Number.parseInt(version, 10) < 6 ? "node10, " : ""}node16 (both), bundler`,
  needs: { typescript: version },
  files: { "main.ts": strict, "main.mts": strict, "main.cts": strict, "run.mjs": programs.esm },
  ask: (folder) => {
    for (const { file, before = 99, ...resolution } of settings) {
      if (Number.parseInt(version, 10) >= before) continue;
      const compilerOptions = { ...shared, ...resolution };
      writeFileSync(join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions, files: [file] }));
      run(process.execPath, [join(folder, "node_modules/typescript/bin/tsc"), "-p", "."], folder);
    }
    return run(process.execPath, ["run.mjs"], folder);
  },
}));
