import type { Unzip } from "fflate";
import type { Bytes } from "./gunzip.ts";
import { held } from "./held.ts";

/** The file in an archive, and its bytes, unpacked. */
export interface ZippedFile {
  readonly name: string;
  readonly chunks: Bytes;
}

/** Ways of packing within an archive: none, and deflate. */
const knownMethods: readonly number[] = [0, 8];

/** Bytes unpacked at a time. */
const pieceSize = 64 * 1024;

/** Whether a path is that of a data file: no folder, and none of the files that a system adds for itself. */
function isData(path: string): boolean {
  return !path.endsWith("/") && !path.split("/").some((part) => part.startsWith(".") || part === "__MACOSX");
}

/**
 * The one data file of a zip archive; where it holds none, several or cannot be read, what it is, in words. Its list of
 * files stands at its end, so the archive is held.
 */
export async function onlyFile(chunks: Bytes): Promise<ZippedFile | string> {
  const archive = await held(chunks);
  if (!archive.ok) return "a zip archive that is too large";
  const names: string[] = [];
  let strange = false;
  const { Unzip: Archive, UnzipInflate, unzipSync } = await import("fflate");
  try {
    unzipSync(archive.value, {
      filter: ({ name, compression }) => {
        if (isData(name)) names.push(name);
        strange ||= isData(name) && !knownMethods.includes(compression);
        // The names are wanted, nothing is unpacked yet.
        return false;
      },
    });
  } catch {
    return "zip";
  }
  const [name] = names;
  if (name === undefined) return "a zip archive without a file";
  if (names.length > 1) return `a zip archive of ${names.length} files`;
  if (strange) return "a zip archive packed in a rare way";
  const reading = new Archive();
  reading.register(UnzipInflate);
  return { name, chunks: unpacked(reading, archive.value, name) };
}

async function* unpacked(archive: Unzip, bytes: Uint8Array, name: string): AsyncGenerator<Uint8Array, void, undefined> {
  let ready: Uint8Array[] = [];
  let broken: Error | null = null;
  archive.onfile = (file) => {
    if (file.name !== name) return;
    file.ondata = (error, chunk) => {
      broken ??= error;
      // A copy: the library goes on to write into its own.
      if (error === null) ready.push(chunk.slice());
    };
    file.start();
  };
  for (let at = 0; at < bytes.length; at += pieceSize) {
    archive.push(bytes.subarray(at, at + pieceSize), at + pieceSize >= bytes.length);
    const before = ready;
    ready = [];
    yield* before;
    if (broken !== null) throw broken as Error;
  }
}
