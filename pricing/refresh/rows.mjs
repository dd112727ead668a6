// @ts-check
/** @typedef {import("./read.mjs").Reading} Reading */

/**
 * How a page tells prices in rows, as data: a table with a head, Markdown or HTML, or lines that a pattern takes apart.
 *
 * @typedef {object} RowReader
 * @property {RegExp} [name] Head of the column with the name of the model or size; the first column where absent.
 * @property {readonly (readonly [RegExp, Partial<Reading>])[]} [columns] Heads of the columns with prices, and what each is.
 * @property {RegExp} [needs] Head of a column without which a table is another one.
 * @property {Readonly<Record<string, Partial<Reading>>>} [parts] Lines by themselves, and what the tables below each are for; training is the same in all.
 * @property {Partial<Reading>} [hourly] What a price by the hour is.
 * @property {RegExp} [line] Instead of a table: a line with `name` and the amounts by their kinds as named groups.
 * @property {(printed: string) => string} [names] How a name that the page prints is written here.
 * @property {Partial<Reading>} [each] What holds for every price of the page.
 * @property {RegExp} [day] The day from which the prices hold, where the page states one.
 */

/** The prices of a page with a row per model or size. @param {RowReader} reader @returns {(text: string) => Reading[]} */
export function readRows(reader) {
  const { name, columns = [], needs, parts, hourly, line, names = (printed) => printed, each = {}, day } = reader;
  /** @param {string} text @param {Partial<Reading>} own @returns {Reading[]} */
  const inTables = (text, own) =>
    tablesOf(text).flatMap(([head = [], ...rows]) => {
      const places = columns.map(([title]) => head.findIndex((cell) => title.test(cell)));
      const at = name === undefined ? 0 : head.findIndex((cell) => name.test(cell));
      const isNeeded = needs === undefined || head.some((cell) => needs.test(cell));
      if (at < 0 || places.every((place) => place < 0) || !isNeeded) return [];
      return rows.flatMap((row) =>
        columns.flatMap(([, what], index) => {
          const cell = row[places[index] ?? -1];
          const amount = amountIn(cell);
          const timed = /\/\s*(?:hour|hr)\b/iu.test(cell ?? "") ? hourly : {};
          const { service, ...training } = own;
          const where = what.kind === "training" || service === undefined ? training : own;
          const quote = `| ${row.join(" | ")} |`;
          return amount === null
            ? []
            : [reading({ ...where, ...what, ...timed, name: names(nameIn(row[at] ?? "")), amount, quote })];
        }),
      );
    });
  return (text) => {
    const plain = plainText(text);
    const from = day === undefined ? undefined : dayIn(day.exec(plain)?.[1]);
    const own = { ...each, ...(from !== undefined && { from }) };
    if (line !== undefined) return readLines(plain, line, own, names);
    if (parts === undefined) return inTables(plain, own);
    const pieces = ["", ...plain.split(new RegExp(`^(${Object.keys(parts).join("|")})$`, "mu"))];
    return pieces.flatMap((piece, at) =>
      at % 2 === 0 ? inTables(pieces[at + 1] ?? "", { ...own, ...parts[piece] }) : [],
    );
  };
}

/** @param {string} text @param {RegExp} line @param {Partial<Reading>} own @param {(printed: string) => string} names @returns {Reading[]} */
function readLines(text, line, own, names) {
  return [...text.matchAll(line)].flatMap((match) => {
    const { name = "", ...amounts } = match.groups ?? {};
    return Object.entries(amounts).flatMap(([kind, printed]) => {
      const amount = amountIn(printed);
      const [what = "training", method] = kind.split("__");
      if (amount === null) return [];
      const way = method && { method: method.replaceAll("_", "-") };
      const quote = match[0].replaceAll(/\s+/gu, " ").trim();
      return [reading({ ...own, name: names(nameIn(name)), kind: what, ...way, amount, quote })];
    });
  });
}

/** @param {Partial<Reading>} parts @returns {Reading} */
function reading(parts) {
  return /** @type {Reading} */ (parts);
}

/** A page as text: rows of HTML tables as rows of Markdown, without scripts and tags. @param {string} text */
export function plainText(text) {
  if (!/<(?:html|table|div|tr)\b/iu.test(text)) return text;
  return text
    .replaceAll(/<(script|style)\b[\s\S]*?<\/\1>/giu, " ")
    .replaceAll(/<\/t[dh]>\s*<t[dh]\b[^>]*>/giu, " | ")
    .replaceAll(/<tr\b[^>]*>\s*<t[dh]\b[^>]*>/giu, "\n| ")
    .replaceAll(/<\/t[dh]>\s*<\/tr>/giu, " |\n")
    .replaceAll(/<\/?(?:table|thead|tbody)\b[^>]*>/giu, "\n")
    .replaceAll(/<(?:br|\/p|\/h\d|\/li|\/div)\b[^>]*>/giu, "\n")
    .replaceAll(/<[^>]*>/gu, "")
    .replaceAll("&nbsp;", " ")
    .replaceAll("&amp;", "&")
    .replaceAll("&#36;", "$");
}

/** Tables of a text as cells, without rulers; a table ends with the first line that is none of its rows. @param {string} text @returns {string[][][]} */
export function tablesOf(text) {
  /** @type {string[][][]} */
  const tables = [];
  let inside = false;
  for (const line of text.split(/\r?\n/u)) {
    // Rows of HTML stand apart.
    if (line.trim() === "") continue;
    const is = /^\s*\|.*\|\s*$/u.test(line);
    if (is && !inside) tables.push([]);
    const cells = line.trim().slice(1, -1).split("|");
    if (is && !/^[\s|:-]+$/u.test(line)) tables.at(-1)?.push(cells.map((cell) => cell.trim()));
    inside = is;
  }
  return tables;
}

/** `$0.34`, `¥0.05/千Token`, `1.50`; null for a range, a dash or words. @param {string | undefined} cell */
export function amountIn(cell) {
  const match = /^[^\d.–-]*?(\d[\d,]*(?:\.\d+)?|\.\d+)(?![\d.]|\s*[–-]\s*[$¥€]?\d)/u.exec(
    (cell ?? "").replaceAll(/[*`\\]/gu, ""),
  );
  const digits = match?.[1]?.replaceAll(",", "");
  if (digits === undefined) return null;
  return digits.includes(".") ? digits.replace(/\.?0+$/u, "") : digits;
}

/** A name without marks, links and notes. @param {string} cell */
function nameIn(cell) {
  return cell
    .replaceAll(/[*`]/gu, "")
    .replace(/^\[([^\]]+)\].*$/u, "$1")
    .trim();
}

/** `2026-09-11`, `11 Sep 2026`, `September 11, 2026` as a day. @param {string | undefined} text */
function dayIn(text) {
  if (text === undefined) return undefined;
  const iso = /\d{4}-\d{2}-\d{2}/u.exec(text)?.[0];
  if (iso !== undefined) return iso;
  const time = Date.parse(`${text.replace(/^\w{3}, /u, "")} UTC`);
  return Number.isNaN(time) ? undefined : new Date(time).toISOString().slice(0, 10);
}
