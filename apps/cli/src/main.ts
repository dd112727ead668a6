#!/usr/bin/env node
import { availableParallelism } from "node:os";
import { prices } from "@tunecast/pricing";
import { nodeFiles } from "./files.ts";
import { silent, terminalProgress } from "./progress.ts";
import { run } from "./run.ts";

const { argv, env, stderr, stdin, stdout } = process;
const colourful = (env["NO_COLOR"] ?? "") === "" && env["TERM"] !== "dumb";
const line = (text: string): boolean => stderr.write(text);
const progress = stderr.isTTY
  ? terminalProgress(
      line,
      () => performance.now(),
      () => stderr.columns,
    )
  : silent;

// A reader such as `head` may have had enough: that is no failure.
for (const stream of [stdout, stderr])
  stream.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") throw error;
    process.exit();
  });

const outcome = await run(argv.slice(2), {
  prices,
  today: new Date().toISOString().slice(0, 10),
  files: nodeFiles({ stdin, progress, threads: availableParallelism() }),
  write: (text) => new Promise((resolve) => stdout.write(text, () => resolve())),
  screen: { columns: stdout.isTTY ? stdout.columns : undefined, colour: stdout.isTTY && colourful },
});
process.exitCode = outcome.exitCode;
stderr.write(outcome.stderr);
stdout.write(outcome.stdout);
