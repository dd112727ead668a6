import { fstatSync, writeSync } from "node:fs";

/** Writes to a stream of the process, and says when it is written. */
export type Write = (text: string) => Promise<void>;

/**
 * How to write to standard output. A file takes part of a write where its disk is nearly full, and Node drops the rest
 * without a word: there the rest is written, too, which fails as it should.
 *
 * @param failed told what the system says where nothing more can be written
 */
export function writerTo(stream: NodeJS.WriteStream & { readonly fd: number }, failed: (error: Error) => void): Write {
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
