#!/usr/bin/env node
// npm links this file when it installs, which in a fresh clone is before anything is built.
import { existsSync } from "node:fs";

const program = new URL("../dist/main.js", import.meta.url);
if (existsSync(program)) await import(program.href);
else {
  process.stderr.write("Tunecast is not built yet: run `npm run build` at the top of the repository.\n");
  process.exitCode = 2;
}
