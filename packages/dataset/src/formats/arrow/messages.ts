import type { Bytes } from "../held.ts";
import { Taking } from "../taking.ts";
import { BrokenArrow } from "./broken.ts";
import { verified, type MessageKind } from "./verify.ts";

/** What says how long a message is: of a schema it names all columns. */
const metadataLimit = 64 * 1024 * 1024;

/** A message with its body. */
export interface Message {
  readonly kind: MessageKind;
  readonly bytes: Uint8Array;
}

/** Whether eight bytes are the mark of a message and its length. */
function isPrefix(bytes: Uint8Array): boolean {
  const head = new DataView(bytes.buffer, bytes.byteOffset, 8);
  const length = head.getInt32(4, true);
  return head.getInt32(0, true) === -1 && length % 8 === 0 && (length === 0 || length >= 16);
}

/** The most that a schema without its length is looked for in: 1 MB. */
const bareLimit = 1024 * 1024;

/**
 * The schema as Polars begins a file: the message without its mark and length, up to the mark of the next one.
 *
 * @throws BrokenArrow, EndedEarly
 */
async function bareSchema(
  taking: Taking,
  first: Uint8Array,
): Promise<{ readonly message: Uint8Array; readonly next: Uint8Array }> {
  const parts = [first];
  let next = await taking.take(8);
  for (; !isPrefix(next); next = await taking.take(8)) {
    parts.push(next);
    if (parts.length * 8 > bareLimit) throw new BrokenArrow("a message without its mark");
  }
  const message = new Uint8Array(8 + 8 * parts.length);
  new DataView(message.buffer).setInt32(0, -1, true);
  new DataView(message.buffer).setInt32(4, 8 * parts.length, true);
  parts.forEach((part, i) => message.set(part, 8 + 8 * i));
  const { kind, body } = verified(message.subarray(8));
  if (kind !== "schema" || body !== 0) throw new BrokenArrow("a message without its mark");
  return { message, next };
}

/**
 * The messages of an Arrow stream one by one; a file is a stream between two marks. Every length is held against what is
 * there before a library reads by it.
 *
 * @source https://arrow.apache.org/docs/format/Columnar.html#encapsulated-message-format (read 2026-11-25)
 * @throws BrokenArrow, EndedEarly
 */
export async function* messagesOf(chunks: Bytes): AsyncGenerator<Message, void, undefined> {
  const taking = new Taking(chunks);
  try {
    let prefix = await taking.take(8);
    // The mark of a file, "ARROW1" and two bytes more.
    if (prefix[0] === 0x41) prefix = await taking.take(8);
    if (!isPrefix(prefix)) {
      const bare = await bareSchema(taking, prefix);
      yield { kind: "schema", bytes: bare.message };
      prefix = bare.next;
    }
    for (;;) {
      const head = new DataView(prefix.buffer);
      if (head.getInt32(0, true) !== -1) throw new BrokenArrow("a message without its mark");
      const length = head.getInt32(4, true);
      if (length === 0) return;
      if (length < 16 || length > metadataLimit) throw new BrokenArrow("a message of no possible length");
      const metadata = await taking.take(length);
      const { kind, body } = verified(metadata);
      const message = new Uint8Array(8 + length + body);
      message.set(prefix);
      message.set(metadata, 8);
      message.set(await taking.take(body), 8 + length);
      yield { kind, bytes: message };
      prefix = await taking.take(8);
    }
  } finally {
    await taking.end();
  }
}
