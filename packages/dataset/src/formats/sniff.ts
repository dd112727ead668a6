import names from "../shapes/names.json" with { type: "json" };
import { guessDelimiter, statedDelimiter, widthOf } from "./csv.ts";
import { jsonValue } from "./jsonValue.ts";
import type { Packing } from "./packing.ts";

type Kind = "parquet" | "arrow" | "tar" | "json-lines" | "json-array" | "json-values" | "json-table" | "text" | "empty";

export type Container =
  | { readonly kind: Kind | Packing }
  | { readonly kind: "csv"; readonly delimiter: string; readonly isGuessed: boolean }
  | { readonly kind: "utf-16"; readonly encoding: "utf-16le" | "utf-16be" }
  | { readonly kind: "unsupported"; readonly got: string };

/** What the numbers of places in a file count: its lines, or its rows where a row has no line of its own. */
export type Places = "lines" | "rows";

const rowKinds: ReadonlySet<string> = new Set(["json-array", "json-values", "json-table", "parquet", "arrow", "tar"]);

export const placesOf = ({ kind }: Container): Places => (rowKinds.has(kind) ? "rows" : "lines");

export const headSize: number = 64 * 1024;

const magics = names.magics as unknown as readonly (readonly [bytes: readonly number[], got: string])[];

const startsWith = (head: Uint8Array, bytes: readonly number[]): boolean =>
  head.length >= bytes.length && bytes.every((byte, i) => head[i] === byte);

function isSheet(head: Uint8Array): boolean {
  const text = new TextDecoder("latin1").decode(head);
  return text.includes("xl/") || (text.includes("[Content_Types].xml") && !/word\/|ppt\//u.test(text));
}

const parses = (line: string): boolean => jsonValue(line) !== undefined;

function bracketKind(text: string): "json-array" | "json-lines" | "json-values" {
  const end = text.indexOf("\n");
  if (end >= 0 && parses(text.slice(0, end)) && text.slice(end).trim() !== "") return "json-lines";
  // The turns of one conversation are one value.
  return /^\[\s*\{\s*"(?:role|from)"\s*:/u.test(text) ? "json-values" : "json-array";
}

function braceKind(text: string): "json-lines" | "json-values" {
  const end = text.indexOf("\n");
  const first = (end < 0 ? text : text.slice(0, end)).trim();
  if (end < 0 || parses(first)) return "json-lines";
  if (/[{[]$/u.test(first)) return "json-values";
  const rows = text.split("\n").filter((line) => line.startsWith("{") && line.trim().length > 1).length;
  return rows < 2 && first.endsWith(",") ? "json-values" : "json-lines";
}

const columnNames: ReadonlySet<string> = new Set(names.tableColumns);

/** Names of columns, and below them rows as wide: prose may begin with such a word and a comma, too. */
function isTable([header = "", ...below]: readonly string[], delimiter: string): boolean {
  const cells = header.split(delimiter).map((cell) => cell.trim().replaceAll(/"|:$/gu, "").toLowerCase());
  const named = cells.filter((cell) => columnNames.has(cell)).length;
  if (cells.length < 2 || named === 0 || cells.some((cell) => cell.length > 64)) return false;
  // A quote that is left open: its cell goes on in the next line.
  if (named === cells.length || below.some((line) => line.split('"').length % 2 === 0)) return true;
  const rows = below.filter((line) => line.trim() !== "");
  const wide = rows.filter((line) => widthOf(line, delimiter) === cells.length).length;
  return rows.length === 0 || wide * 2 > rows.length;
}

/** As many tabs in each line, none of them before its text: a table without names. The last line may be cut off. */
function isTabbed(lines: readonly string[]): boolean {
  const rows = lines.filter((line) => line.trim() !== "");
  const [width = 1, ...widths] = rows.slice(0, -1).map((line) => widthOf(line.trimStart(), "\t"));
  return rows.length > 2 && width > 1 && widths.every((other) => other === width);
}

/** Bytes that no text has, many of them: a picture, a program, a model. A stray one is a flaw of its line. */
function isBinary(head: Uint8Array): boolean {
  const seen = head.subarray(0, headSize);
  const strange = seen.reduce((count, byte) => count + Number(byte < 9 || (byte > 13 && byte < 27)), 0);
  return strange >= 8 && strange * 100 >= seen.length;
}

function wideOf(head: Uint8Array): Container | null {
  const zeros = [...head.subarray(0, 8)].map((byte) => byte === 0);
  const areZero = (odd: 0 | 1): boolean => zeros.length === 8 && zeros.every((zero, i) => zero === (i % 2 === odd));
  if (startsWith(head, [0xff, 0xfe]) || areZero(1)) return { kind: "utf-16", encoding: "utf-16le" };
  return startsWith(head, [0xfe, 0xff]) || areZero(0) ? { kind: "utf-16", encoding: "utf-16be" } : null;
}

export function endingOf(name: string): string {
  const plain = name.toLowerCase().replace(/\.(?:gz|zst|zip)$/u, "");
  return /\.([^./\\]*)$/u.exec(plain)?.[1] ?? "";
}

const pages: Readonly<Record<string, string>> = names.pageEndings;

/** A page written for people, which holds no examples whatever its lines look like: HTML or Markdown. */
function pageKind(text: string, ending: string): string | undefined {
  if (Object.hasOwn(pages, ending)) return pages[ending];
  if (/^\s*(?:<\?xml[^>]*>\s*)?(?:<!--[^]*?-->\s*)*<(?:!doctype\s+html|html)\b/iu.test(text)) return "html";
  if (/^<\?xml\b/iu.test(text)) return "XML";
  if (/^[^\n]*\|[^\n]*\n[ \t]*\|?[ \t]*:?-+:?[ \t]*\|[ \t|:-]*\r?(?:\n|$)/u.test(text)) return "markdown";
  const isHeaded = /^(?:---\n[^]*?\n---\s*)?#{1,3} \S/u.test(text);
  return isHeaded && /^(?:#{2,6} \S|```|[-*] \S|\|.*\|\s*$)|\]\(/mu.test(text.slice(1)) ? "markdown" : undefined;
}

/** Kinds of containers by the bytes that they begin with; zstd also by a frame to be skipped, Arrow by the head of a stream. */
const kinds: readonly (readonly [kind: Kind | Packing, begins: (head: Uint8Array) => boolean])[] = [
  ...(names.containers as unknown as [kind: Kind | Packing, at: number, bytes: number[]][]).map(
    ([kind, at, bytes]) => [kind, (head: Uint8Array) => startsWith(head.subarray(at), bytes)] as const,
  ),
  ["zstd", (head) => (head[0] ?? 0) >> 4 === 5 && startsWith(head.subarray(1), [0x2a, 0x4d, 0x18])],
  ["arrow", (head) => startsWith(head, [255, 255, 255, 255]) && (head[4] ?? 1) % 8 === 0 && head[7] === 0],
];

export function sniff(head: Uint8Array, name: string = ""): Container {
  if (head.length === 0) return { kind: "empty" };
  const known = kinds.find(([, begins]) => begins(head))?.[0];
  if (known === "zip" && isSheet(head)) return { kind: "unsupported", got: "xlsx" };
  if (known !== undefined) return { kind: known };
  const magic = magics.find(([bytes]) => startsWith(head, bytes));
  if (magic !== undefined) return { kind: "unsupported", got: magic[1] };
  const wide = wideOf(head);
  if (wide !== null) return wide;
  const text = new TextDecoder("utf-8").decode(head.subarray(0, headSize)).trimStart();
  if (text === "") return { kind: "json-lines" };
  const ending = endingOf(name);
  // Prose may begin with a bracket: what follows tells.
  if (ending !== "txt" || /^(?:\{\s*(?:["'}]|$)|\[\s*(?:[[{"'\]]|$))/u.test(text)) {
    if (text.startsWith("[")) return { kind: bracketKind(text) };
    if (text.startsWith("{")) return { kind: braceKind(text) };
  }
  const lines = text.split("\n");
  const page = pageKind(text, ending);
  if (page !== undefined) return { kind: "unsupported", got: page };
  // Prose may begin with a brace, too; the last line may be cut off.
  const rows = lines.some((line, i) => {
    if (!line.startsWith("{") || line.length < 2) return false;
    return parses(line) || (i === lines.length - 1 && /^\{\s*"/u.test(line));
  });
  if (rows && ending !== "csv" && ending !== "tsv") return { kind: "json-lines" };
  const stated = statedDelimiter(lines[0] ?? "");
  const isTabs = !isBinary(head) && isTabbed(lines);
  const delimiter = stated ?? (ending === "tsv" || isTabs ? "\t" : guessDelimiter(lines[0] ?? ""));
  const isGuessed = stated === null && delimiter !== "," && !(delimiter === "\t" && ending === "tsv");
  if (ending === "csv" || ending === "tsv" || stated !== null || isTable(lines, delimiter) || isTabs)
    return { kind: "csv", delimiter, isGuessed };
  // Their rows are then told to be no JSON, instead of being read as prose.
  if (ending === "jsonl" || ending === "ndjson" || ending === "json") return { kind: "json-lines" };
  return isBinary(head) ? { kind: "unsupported", got: "binary" } : { kind: "text" };
}
