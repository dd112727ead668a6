import { markdownTable } from "../markdown.ts";
import { visibleText } from "../visible.ts";
import { firstRows, legendOf, type Block, type Note, type Report } from "./report.ts";

/** A report as Markdown, for a pull request or a note. @param rows of each table at most; all where undefined */
export function reportMarkdown(report: Report, rows?: number): string {
  const { headline, asked, blocks, sources } = report;
  const cited = sources.map(
    ({ address, seen }) => `- <${plain(address)}>${seen === undefined ? "" : `, seen ${seen}`}`,
  );
  return `${[
    `**${plain(headline)}**`,
    asked.map(plain).join(" "),
    ...blocks.map((block) => blockText(block, rows)),
    cited.length === 0 ? "" : `<details><summary>Sources</summary>\n\n${cited.join("\n")}\n\n</details>`,
  ]
    .filter((part) => part !== "")
    .join("\n\n")}\n`;
}

/** What a preview of a link shows: the headline in one line, at most so many characters. */
export function reportPreview({ headline }: Report, most: number = 200): string {
  const text = plain(headline);
  if (text.length <= most) return text;
  return `${text.slice(0, text.lastIndexOf(" ", most - 1))}…`;
}

function blockText(block: Block, most: number | undefined): string {
  const title = block.title === "" ? "" : `### ${plain(block.title)}\n\n`;
  switch (block.kind) {
    case "table": {
      const { columns, rows } = block;
      const shown = columns.map((_, at) => at).filter((at) => rows.some(({ cells }) => (cells[at] ?? "") !== ""));
      const left = rows.length - (most ?? rows.length);
      const table = markdownTable(
        shown.flatMap((at) => columns[at] ?? []),
        firstRows(block, most).map(({ cells }) => shown.map((at) => cells[at] ?? "")),
      );
      const marks = legendOf(block, firstRows(block, most)).map((text) => text.replace(/^\S(?= )/u, "`$&`"));
      return [title + table.trimEnd(), ...(left > 0 ? [`… and ${left} more.`] : []), marks.join(" ")]
        .filter((part) => part !== "")
        .join("\n\n");
    }
    case "notes":
      return title + block.items.map((note) => `- ${noteText(note)}`).join("\n");
    case "steps":
      return (
        title +
        block.items
          .map(
            ({ text, command }, index) =>
              `${index + 1}. ${plain(text)}${command === undefined ? "" : `: \`${command}\``}`,
          )
          .join("\n")
      );
  }
  return title + plain(block.alt);
}

function noteText({ text, options = [] }: Note): string {
  return options.length === 0 ? plain(text) : `${plain(text)} (${options.map((option) => `\`${option}\``).join(", ")})`;
}

/** One line that no reader of Markdown takes for markup. */
function plain(text: string): string {
  return visibleText(text)
    .replaceAll(/\s*\n\s*/g, " ")
    .replaceAll(/[<>|*_`[\]\\]/g, String.raw`\$&`);
}
