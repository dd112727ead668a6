import type { Unzip } from "fflate";
import type { Bytes } from "./held.ts";
import { held } from "./held.ts";

/** The file in an archive, and its bytes, unpacked. */
export interface ZippedFile {
  readonly name: string;
  readonly chunks: Bytes;
}

/** Ways of packing within an archive: none, and deflate. */
const knownMethods: readonly number[] = [0, 8];

/** Bytes unpacked at a time: what was unpacked of a piece that fails is lost. */
const pieceSize = 512;

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
  const { unzipSync } = await import("fflate");
  let names: string[] = [];
  let strange = false;
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
    names = [];
  }
  // A list that lacks the file which the archive begins with is damaged, or cut off: that file tells of itself.
  const first = firstName(archive.value);
  const isBroken = first !== null && !names.includes(first);
  if (first !== null && isBroken) [names, strange] = [[first], false];
  const [name] = names;
  if (name === undefined) return "a zip archive without a file";
  if (names.length > 1) return `a zip archive of ${names.length} files`;
  if (strange) return "a zip archive packed in a rare way";
  return { name, chunks: unpacked(await unzip(), archive.value, isBroken) };
}

async function unzip(): Promise<Unzip> {
  const { Unzip: Archive, UnzipInflate } = await import("fflate");
  const archive = new Archive();
  archive.register(UnzipInflate);
  return archive;
}

/** The name of the data file that an archive begins with; null where it begins with something else. */
function firstName(archive: Uint8Array): string | null {
  if (archive.length < 30) return null;
  const view = new DataView(archive.buffer, archive.byteOffset, archive.byteLength);
  const name = new TextDecoder().decode(archive.subarray(30, 30 + view.getUint16(26, true)));
  return isData(name) && name !== "" ? name : null;
}

/** @param isBroken whether the archive lacks its end: throws when the file has been given */
async function* unpacked(
  archive: Unzip,
  bytes: Uint8Array,
  isBroken: boolean,
): AsyncGenerator<Uint8Array, void, undefined> {
  let ready: Uint8Array[] = [];
  let broken: unknown = null;
  let isStarted = false;
  archive.onfile = (file) => {
    // The list names one file: its own head may name it otherwise.
    if (isStarted || !isData(file.name)) return;
    isStarted = true;
    file.ondata = (error, chunk) => {
      broken ??= error;
      // A copy: the library goes on to write into its own.
      if (error === null) ready.push(chunk.slice());
    };
    file.start();
  };
  for (let at = 0; at < bytes.length; at += pieceSize) {
    try {
      archive.push(bytes.subarray(at, at + pieceSize), at + pieceSize >= bytes.length);
    } catch (error) {
      broken ??= error;
    }
    const before = ready;
    ready = [];
    yield* before;
    if (broken !== null) throw broken;
  }
  if (isBroken) throw new Error("an archive without its end");
}
