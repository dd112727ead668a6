// @ts-check
import { closeSync, openSync, readSync } from "node:fs";

/**
 * The bytes of a file from `start` on, in blocks of 1 MB; a block is overwritten by the next one.
 *
 * @param {string} path @param {number} [start]
 */
export async function* blocksOf(path, start = 0) {
  const file = openSync(path, "r");
  const block = new Uint8Array(1 << 20);
  try {
    for (let at = start, read = 0; (read = readSync(file, block, 0, block.length, at)) > 0; at += read) {
      yield block.subarray(0, read);
    }
  } finally {
    closeSync(file);
  }
}

/**
 * The texts of the first `limit` bytes of a chat file, line by line, as a loop around a tokenizer reads them.
 *
 * @param {string} path @param {number} limit
 */
export async function* textsOf(path, limit) {
  const decoder = new TextDecoder();
  let rest = "";
  let seen = 0;
  for await (const block of blocksOf(path)) {
    const lines = (rest + decoder.decode(block, { stream: true })).split("\n");
    rest = /** @type {string} */ (lines.pop());
    seen += block.length;
    yield lines.filter(Boolean).flatMap(textsOfLine);
    if (seen >= limit) return;
  }
  if (rest !== "") yield textsOfLine(rest);
}

/** @param {string} line @returns {string[]} */
function textsOfLine(line) {
  const { messages } = JSON.parse(line);
  return messages.map((/** @type {{ content?: unknown }} */ { content }) =>
    typeof content === "string" ? content : "",
  );
}
