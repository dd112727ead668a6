// @ts-check
/**
 * Makes the picture of the terminal in the README from the built command. The day is that of the price book, so the
 * picture changes only when prices or the product do.
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { prices } from "@tunecast/pricing/history";
import { nodeFiles } from "../dist/read/files.js";
import { silent } from "../dist/count/progress.js";
import { run } from "../dist/run.js";

const folder = fileURLToPath(new URL("../pictures/", import.meta.url));
const columns = 110;
const [cell, row, margin] = [8.4, 19, 24];

/** Colours of a dark terminal. @type {Readonly<Record<string, string>>} */
const marks = {
  1: 'font-weight="bold" fill="#ffffff"',
  2: 'fill="#8b949e"',
  31: 'fill="#ff7b72"',
  32: 'fill="#7ee787"',
};

const control = "\u001B";
const escapes = new RegExp(`(${control}\\[\\d+m)`);
const escape = new RegExp(`^${control}\\[(\\d+)m$`);

mkdirSync(folder, { recursive: true });
await terminal();

async function terminal() {
  process.chdir(fileURLToPath(new URL("../sample/", import.meta.url)));
  const command =
    "estimate support-replies.jsonl --requests 24000 --input-tokens 220 --output-tokens 60 --months 12 --method sft,sft-lora --top 12";
  const { stdout } = await run(command.split(" "), {
    prices,
    today: prices.version,
    env: {},
    files: nodeFiles({ stdin: (async function* () {})(), progress: silent, threads: 1 }),
    write: async () => {},
    wait: async () => {},
    conversation: { input: process.stdin, output: process.stdout },
    screen: { columns, colour: true },
  });
  const whole = stdout.trimEnd().split("\n");
  // The refused ones fill another screen.
  const end = whole.findIndex((line) => line.includes("cannot take it"));
  const lines = [
    `$ npx tunecast ${command.slice(0, command.indexOf("--months"))}\\`,
    `    ${command.slice(command.indexOf("--months"))}`,
    "",
    ...whole.slice(0, end + 1),
  ];
  const width = columns * cell + 2 * margin;
  const height = lines.length * row + 2 * margin;
  const text = lines.map(
    (line, index) => `<text x="${margin}" y="${margin + (index + 0.75) * row}">${spans(line)}</text>`,
  );
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-label="The command line: a table of offers with costs">
<rect width="100%" height="100%" rx="10" fill="#0d1117"/>
<g font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, 'Liberation Mono', monospace" font-size="14" fill="#d1d7e0" xml:space="preserve">
${text.join("\n")}
</g>
</svg>
`;
  writeFileSync(`${folder}terminal.svg`, svg);
}

/** One line with its marks turned into spans; the length is set, so that columns line up in every font. @param {string} line */
function spans(line) {
  let column = 0;
  let mark = "";
  return line
    .split(escapes)
    .map((part) => {
      const code = escape.exec(part)?.[1];
      if (code !== undefined) {
        mark = marks[code] ?? "";
        return "";
      }
      if (part === "") return "";
      const x = (margin + column * cell).toFixed(1);
      column += part.length;
      const escaped = part.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(" ", "\u00A0");
      return `<tspan x="${x}" textLength="${(part.length * cell).toFixed(1)}" ${mark}>${escaped}</tspan>`;
    })
    .join("");
}
