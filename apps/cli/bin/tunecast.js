#!/usr/bin/env node
// npm links this file when it installs, which in a fresh clone is before anything is built.
import { existsSync } from "node:fs";
import module from "node:module";
import v8 from "node:v8";

const asked = process.argv.slice(2);
const program = new URL("../dist/program/main.js", import.meta.url);
if (existsSync(program)) {
  // Nothing else is loaded for the version.
  if (asked.length === 1 && (asked[0] === "--version" || asked[0] === "-V"))
    process.stdout.write(`${(await import("../dist/version.js")).version}\n`);
  else {
    // From Node 22.8 on: what was compiled is kept in the folder for temporary files.
    module.enableCompileCache?.();
    // Most runs are over before what V8 optimizes pays off: a function has to run seven times as long. Later ones have no such flag.
    if (process.version.startsWith("v20.")) v8.setFlagsFromString("--interrupt-budget=500000");
    await import(program.href);
  }
} else {
  process.stderr.write("Tunecast is not built yet: run `npm run build` at the top of the repository.\n");
  process.exitCode = 2;
}
