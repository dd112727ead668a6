import { availableParallelism } from "node:os";
import { prices } from "@tunecast/pricing/history";
import { nodeFiles } from "./read/files.ts";
import { silent, terminalProgress } from "./count/progress.ts";
import { run } from "./run.ts";
import { sentenceOf } from "./show/messages.ts";
import { askOn, endWithReader, noticesOn, screenOf } from "./show/terminal.ts";
import { fstatSync, writeSync } from "node:fs";

type Write = (text: string) => Promise<void>;

/**
 * How to write to standard output. A file takes part of a write where its disk is nearly full, and Node drops the rest
 * without a word: there the rest is written, too, which fails as it should.
 *
 * @param failed told what the system says where nothing more can be written
 */
function writerTo(stream: NodeJS.WriteStream & { readonly fd: number }, failed: (error: Error) => void): Write {
  if (!isFile(stream.fd)) return (text) => new Promise((resolve) => stream.write(text, () => resolve()));
  return async (text) => {
    const bytes = Buffer.from(text);
    try {
      for (let at = 0; at < bytes.length;) at += writeSync(stream.fd, bytes, at);
    } catch (error) {
      failed(error instanceof Error ? error : new Error(String(error)));
    }
  };
}

function isFile(descriptor: number): boolean {
  try {
    return fstatSync(descriptor).isFile();
  } catch {
    // The stream is closed.
    return false;
  }
}

const { argv, env, stderr, stdin, stdout } = process;
const line = (text: string): boolean => stderr.write(text);
const tell = (text: string): boolean => stderr.write(noticesOn(stderr, env, text));
const progress = stderr.isTTY
  ? terminalProgress(
      line,
      () => performance.now(),
      () => stderr.columns,
    )
  : silent;

endWithReader(stdout, stderr);

const write = writerTo(stdout, ({ message }) => {
  stderr.write(`tunecast: The output could not be written (${message}).\n`);
  process.exit(2);
});

// Exit code 1 is an answer that says no; a fault of the program must not look like one.
process.on("uncaughtException", ({ message }) => {
  stderr.write(`tunecast: A fault of the program, which is worth a report (${message}).\n`);
  process.exit(3);
});

const outcome = await run(argv.slice(2), {
  prices,
  today: new Date().toISOString().slice(0, 10),
  env,
  files: nodeFiles({
    stdin,
    progress,
    threads: availableParallelism(),
    notice: (problem) => tell(`tunecast: ${sentenceOf(problem)}\n`),
  }),
  write,
  screen: screenOf(stdout, env),
  wait: (seconds) => new Promise((resolve) => setTimeout(resolve, 1000 * seconds)),
  ...(stdin.isTTY && stderr.isTTY && { ask: askOn(stdin, stderr, () => process.kill(process.pid, "SIGINT")) }),
  conversation: { input: stdin, output: stdout },
});
process.exitCode = outcome.exitCode;
tell(outcome.stderr);
await write(outcome.stdout);
