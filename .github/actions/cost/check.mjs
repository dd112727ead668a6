#!/usr/bin/env node
// @ts-check
/**
 * The hook of pre-commit: `tunecast check` on each file that is committed, with the arguments of the hook before the files.
 * Ends with the worst exit code: 0 taken, 1 a provider would reject one, 2 a wrong option or file.
 */
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

const { TUNECAST } = process.env;
const manifest = TUNECAST ? "" : createRequire(import.meta.url).resolve("tunecast/package.json");
const program = TUNECAST ?? join(dirname(manifest), "bin/tunecast.js");
const given = process.argv.slice(2);
// Names of files stand last: the values of options are no files.
const first = given.findIndex((_, at) => given.slice(at).every((one) => !one.startsWith("-") && existsSync(one)));
const [options, files] = first < 0 ? [given, []] : [given.slice(0, first), given.slice(first)];
const codes = files.map(
  (file) => spawnSync(process.execPath, [program, "check", ...options, "--", file], { stdio: "inherit" }).status ?? 3,
);
process.exitCode = Math.max(0, ...codes);
