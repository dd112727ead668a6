import { jsonValue } from "./jsonValue.ts";
import { LineReader } from "./lines.ts";
import { recordLoosely } from "./looseJson.ts";
import type { RowReader, RowSink } from "./sink.ts";

function isBlank(text: string): boolean {
  const first = text.charCodeAt(0);
  return text.length === 0 || ((first === 32 || first === 9 || first === 13) && text.trim() === "");
}

/**
 * JSON lines: one JSON value a line.
 *
 * @param atStart whether the bytes are those of the file's beginning
 */
export function jsonLinesReader(sink: RowSink, atStart: boolean = true): RowReader {
  const lines = {
    line(text: string, number: number): void {
      if (isBlank(text)) return sink.fault("blank_line", number);
      const value = jsonValue(text);
      if (value === undefined) return recordLoosely(text, number, sink);
      sink.record(value, number, text);
    },
    fault: (code: string, line: number, detail?: string): void => sink.fault(code, line, detail),
    bytes: sink.line === undefined ? undefined : (bytes: Uint8Array, line: number) => sink.line?.(bytes, line) === true,
  };
  return new LineReader(lines, atStart);
}

/** Plain text: one document per block of lines, blocks parted by blank lines. */
export function textReader(sink: RowSink): RowReader {
  let block: string[] = [];
  let start = 1;
  const flush = (): void => {
    if (block.length > 0) sink.record({ text: block.join("\n") }, start, null);
    block = [];
  };
  const lines = new LineReader({
    line(text, number) {
      if (isBlank(text)) return flush();
      if (text.includes("\0")) sink.fault("nul_character", number);
      if (block.length === 0) start = number;
      block.push(text);
    },
    fault: (code, line, detail) => sink.fault(code, line, detail),
  });
  return {
    push: (bytes) => lines.push(bytes),
    end() {
      lines.end();
      flush();
    },
    get lines() {
      return lines.lines;
    },
  };
}
