import { CsvReader } from "../formats/csv.ts";
import { jsonLinesReader } from "../formats/jsonLines.ts";
import { JsonValuesReader } from "../formats/jsonValues.ts";
import { isRow } from "../formats/row.ts";
import { shapeOf } from "./table.ts";
import type { RowSink } from "../formats/sink.ts";
import { sniff } from "../formats/sniff.ts";

/** What a file seems to be. */
export interface Detected {
  /** `json-lines`, `json-array`, `json-values`, `csv`, `text`, `parquet`, `gzip`, `utf-16`, `mac-lines` (ended by carriage returns alone), `empty`, `unsupported`. */
  readonly container: string;
  /** Shape of its first readable row; `text` for plain text, `unknown` where no row shows one. */
  readonly format: string;
}

/** Detects container and shape from the first bytes of a file (64 KB are plenty; compressed ones must be unpacked first). */
export function detectFormat(head: Uint8Array, name: string = ""): Detected {
  const container = sniff(head, name);
  let format: string | undefined;
  const sink: RowSink = {
    record(value) {
      format ??= isRow(value) ? shapeOf(value) : undefined;
    },
    fault: () => undefined,
  };
  if (container.kind === "text") format = "text";
  else if (container.kind === "csv") new CsvReader(sink, container.delimiter).push(head);
  else if (container.kind === "json-lines") {
    const reader = jsonLinesReader(sink);
    reader.push(head);
    reader.end();
  } else if (container.kind === "json-array" || container.kind === "json-values")
    new JsonValuesReader(sink, container.kind === "json-array").push(head);
  return { container: container.kind, format: format ?? "unknown" };
}
