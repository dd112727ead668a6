/**
 * Ends the program when what it writes goes nowhere: without a word once nobody reads it (a reader such as `head` may
 * have had enough), with one sentence and exit code 2 where it cannot be written, as on a full disk.
 */
export function endWithReader(...streams: readonly NodeJS.WriteStream[]): void {
  for (const stream of streams)
    stream.on("error", ({ code, message }: NodeJS.ErrnoException) => {
      if (code === "EPIPE") process.exit();
      if (stream !== process.stderr) process.stderr.write(`tunecast: The output could not be written (${message}).\n`);
      process.exit(2);
    });
}
