import { availableParallelism } from "node:os";
import { prices } from "@tunecast/pricing/history";
import { endWithReader } from "./closedPipe.ts";
import { nodeFiles } from "./files.ts";
import { silent, terminalProgress } from "./progress.ts";
import { run } from "./run.ts";
import { screenOf } from "./terminal.ts";

const { argv, env, stderr, stdin, stdout } = process;
const line = (text: string): boolean => stderr.write(text);
const progress = stderr.isTTY
  ? terminalProgress(
      line,
      () => performance.now(),
      () => stderr.columns,
    )
  : silent;

endWithReader(stdout, stderr);

const outcome = await run(argv.slice(2), {
  prices,
  today: new Date().toISOString().slice(0, 10),
  env,
  files: nodeFiles({ stdin, progress, threads: availableParallelism() }),
  write: (text) => new Promise((resolve) => stdout.write(text, () => resolve())),
  screen: screenOf(stdout, env),
});
process.exitCode = outcome.exitCode;
stderr.write(outcome.stderr);
stdout.write(outcome.stdout);
