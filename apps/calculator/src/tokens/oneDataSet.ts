/** A file of those that were given that is no part of the data, and why: one sentence. */
export interface LeftOut {
  readonly name: string;
  readonly reason: string;
}

export interface DataSet {
  readonly file: File | null;
  readonly parts: readonly string[];
  readonly leftOut: readonly LeftOut[];
}

const headBytes = 64 * 1024;

/** What is no data at all, by its first bytes; null for what may be. */
async function noData(file: File): Promise<string | null> {
  let head: Uint8Array;
  try {
    head = new Uint8Array(await file.slice(0, 512).arrayBuffer());
  } catch {
    return "It cannot be read any more. Choose it again.";
  }
  // Byte by byte: a decoder would put other letters in the place of some.
  const text = String.fromCharCode(...head);
  if (text.trim() === "" && file.size <= head.length) return "It is empty.";
  if (/^(?:\u0089PNG|GIF8|ÿØÿ|RIFF[^]{4}WEBP)/u.test(text)) return "A picture, so it is left out.";
  if (text.startsWith("%PDF")) return "A PDF. Save its text as lines of JSON first.";
  if (/^(?:ï»¿)?\s*<(?:!doctype|html|\?xml|svg)/iu.test(text))
    return "A web page, not data. It may be an error page that was saved.";
  if (text.startsWith("PK\u0003\u0004") && !/\.zip$/iu.test(file.name))
    return "A ZIP archive or an Office file. Unpack it, or save the table as CSV.";
  if (/\.ya?ml$/iu.test(file.name)) return "A configuration, not data: “tunecast gpu” reads it.";
  if (/\.log$/iu.test(file.name)) return "A log, not data: “tunecast reconcile” reads it.";
  if (/^(?:ï»¿)?"?(?:examples|n)"?[,;\t]"?(?:score|value|accuracy|loss)\b/iu.test(text))
    return "A table of runs, not data: paste it under “Data”.";
  return null;
}

/**
 * Reads the files that were given as one data set. Lines of JSON, and tables with the same first line, count together: the
 * verdicts are those of the same rows in one file. Of other kinds one file is read.
 */
export async function oneDataSet(files: readonly File[]): Promise<DataSet> {
  const leftOut: LeftOut[] = [];
  const good: File[] = [];
  for (const file of files) {
    const reason = await noData(file);
    if (reason === null) good.push(file);
    else leftOut.push({ name: file.name, reason });
  }
  const [first] = good;
  if (first === undefined) return { file: null, parts: [], leftOut };
  const kind = kindOf(first);
  const parts: BlobPart[] = [first];
  const names = [first.name];
  const header = kind === "table" ? await headerOf(first) : "";
  for (const file of good.slice(1)) {
    const own = kindOf(file);
    if (kind === "other" || own !== kind)
      leftOut.push({
        name: file.name,
        reason: `Not counted beside ${first.name}: only files of one kind count together.`,
      });
    else if (kind === "table" && (await headerOf(file)) !== header)
      leftOut.push({ name: file.name, reason: `Not counted: its columns are not those of ${first.name}.` });
    else {
      parts.push(...(await gapAfter(parts)), await withoutHead(file, kind));
      names.push(file.name);
    }
  }
  return { file: names.length === 1 ? first : new File(parts, first.name), parts: names, leftOut };
}

type Kind = "lines" | "table" | "other";

function kindOf({ name }: File): Kind {
  if (/\.(?:jsonl|ndjson)$/iu.test(name)) return "lines";
  return /\.(?:csv|tsv)$/iu.test(name) ? "table" : "other";
}

/** A line break where the last file has none at its end: an empty line would be an error of the data. */
async function gapAfter(parts: readonly BlobPart[]): Promise<readonly BlobPart[]> {
  const last = parts.at(-1);
  return last instanceof Blob && (await last.slice(-1).text()) !== "\n" ? ["\n"] : [];
}

async function headerOf(file: File): Promise<string> {
  const text = await file.slice(0, headBytes).text();
  return (text.replace(/^\uFEFF/u, "").split(/\r?\n/u)[0] ?? "").trim();
}

/** A further file without its byte order mark, and a table without its line of names. */
async function withoutHead(file: File, kind: Kind): Promise<Blob> {
  const bytes = new Uint8Array(await file.slice(0, headBytes).arrayBuffer());
  const mark = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
  if (kind === "lines") return file.slice(mark);
  const end = bytes.indexOf(10);
  return file.slice(end < 0 ? file.size : end + 1);
}
