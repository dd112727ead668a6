import { likely } from "@tunecast/estimator/fields";
import type { Offer, Profile, StageJob, Traffic, TypedJob } from "@tunecast/estimator";
import { histogramTokens, type FindingCount, type Histogram, type RuleCounts } from "@tunecast/estimator/profile";
import { countText } from "@tunecast/estimator/text";
import { visibleLine, wrapped } from "./table.ts";
import type { DataRead } from "../read/readFiles.ts";
import { sentenceOf } from "./messages.ts";
import { styleOf } from "./style.ts";
import type { FileProfile, Screen } from "../read/host.ts";
import { counted } from "./counted.ts";
import { nameOf, widthOf } from "./note.ts";

/** So many kinds of problem are named for each file. */
const findingsShown = 6;

/** `8,000 examples × 620 tokens, typed`. */
export function typedText({ examples, tokensPerExample }: TypedJob): string {
  return `${counted(examples, "example")} × ${counted(tokensPerExample, "token")}, typed\n`;
}

/** The stages after the first: `Stage 2, 1 epoch: 500 examples × 400 tokens, typed`. @param reads what was read for each */
export function stagesText(
  stages: readonly StageJob[],
  reads: readonly (DataRead | undefined)[],
  screen: Screen,
): string {
  const texts = stages.map((stage, index) => {
    const read = reads[index];
    const epochs = stage.epochs === undefined ? "" : `, ${counted(stage.epochs, "epoch")}`;
    const data =
      read !== undefined ? `\n${readText(read, screen)}` : "examples" in stage ? ` ${typedText(stage)}` : "\n";
    return `Stage ${index + 2}${epochs}:${data}`;
  });
  return texts.join("");
}

/** `240,000 requests a month, 900 tokens in and 120 out, for 3 months`. */
export function trafficText(traffic: Traffic, screen: Screen): string {
  const { requestsPerMonth, inputTokens, cachedInputTokens, outputTokens, months } = traffic;
  const cached = cachedInputTokens === undefined ? "" : ` (${countText(cachedInputTokens)} cached)`;
  const horizon = counted(months, "month");
  const requests =
    typeof requestsPerMonth === "number"
      ? counted(requestsPerMonth, "request")
      : `${spreadText(requestsPerMonth)} requests`;
  const read = typeof inputTokens === "number" ? counted(inputTokens, "token") : `${spreadText(inputTokens)} tokens`;
  const text = `${requests} a month, ${read} in${cached} and ${spreadText(outputTokens)} out, for ${horizon}`;
  return `${wrapped(text, widthOf(screen))}\n`;
}

/** `3,000,000`, or `1,000,000 to 4,000,000 (billed: 3,000,000)`. */
function spreadText(spread: Traffic["inputTokens"]): string {
  if (typeof spread === "number") return countText(spread);
  return `${countText(spread.low)} to ${countText(spread.high)} (billed: ${countText(likely(spread))})`;
}

/** Columns named at most: a wide table has hundreds. */
const columnsShown = 8;

/** What was read: a line per file, then what is wrong with it. */
export function readText({ files }: DataRead, screen: Screen): string {
  return files.map((file) => fileText(file, screen)).join("");
}

function fileText({ path, profile, warnings }: FileProfile, screen: Screen): string {
  const style = styleOf(screen);
  const { examples, badRows, format, messages, images, counts } = profile;
  const [rule, stand] = headRule(counts);
  const parts = [
    `${counted(examples, "example")} (${format})`,
    counted(messages, "message"),
    ...(images > 0 ? [counted(images, "image")] : []),
    ...(stand === undefined ? [] : [tokensText(stand.tokens, rule)]),
  ];
  const name = nameOf(path);
  const width = widthOf(screen);
  const said = parts.join(", ");
  const bad =
    badRows === 0 ? [] : [style.bad(`  ${counted(badRows, "row")} could not be read: the bill is "at least".`)];
  const columns = Object.entries(profile.unread ?? {});
  const unread = columns
    .slice(0, columnsShown)
    .map(([column, rows]) => `${visibleLine(column)} in ${counted(rows, "row")}`);
  if (columns.length > columnsShown) unread.push(`and ${counted(columns.length - columnsShown, "column")} more`);
  const missing =
    unread.length === 0
      ? []
      : [
          style.bad(
            wrapped(
              `Columns that are no part of the examples: ${unread.join(", ")}. The bill is "at least".`,
              width,
              "  ",
            ),
          ),
        ];
  return [
    name.length + said.length + 2 <= width
      ? `${style.strong(name)}  ${said}`
      : `${style.strong(name)}\n${wrapped(said, width, "  ")}`,
    ...bad,
    ...missing,
    ...repeatedText(profile, screen),
    ...profile.findings.slice(0, findingsShown).map((finding) => findingText(finding, screen, profile.places)),
    ...warnings.map((problem) => style.bad(`  ${sentenceOf(problem)}`)),
    "",
  ].join("\n");
}

/** `1,204 examples repeat another word for word.`, where the profile can tell. */
function repeatedText({ repeated }: FileProfile["profile"], screen: Screen): string[] {
  if (repeated === undefined) return [];
  const about = repeated.exact || repeated.examples === 0 ? "" : "about ";
  const rows =
    repeated.examples === 0 ? "No example repeats" : `${about}${counted(repeated.examples, "example")} repeat`;
  return [styleOf(screen).quiet(`  ${rows.charAt(0).toUpperCase()}${rows.slice(1)} another word for word.`)];
}

/** The one count that is shown for a file: that of the texts alone, which is there whichever offers are asked about. */
function headRule(counts: Profile["counts"]): [rule: string, counts: RuleCounts | undefined] {
  const text = "plain/o200k_base";
  const rule = Object.hasOwn(counts, text) ? text : (Object.keys(counts)[0] ?? text);
  return [rule, counts[rule]];
}

/**
 * `Billed: 1,236,000 to 1,410,300 tokens, as each offer counts them and over all epochs.`: the counts that stand in the
 * bills, beside the one of the texts, which stands in none.
 */
export function billedText(offers: readonly Pick<Offer, "billedTokens">[], screen: Screen): string {
  const tokens = offers.map(({ billedTokens }) => Number(billedTokens)).filter((count) => count > 0);
  if (tokens.length === 0) return "";
  const [least, most] = [Math.min(...tokens), Math.max(...tokens)];
  const range = least === most ? counted(least, "token") : `${countText(least)} to ${counted(most, "token")}`;
  const text = `Billed: ${range}, ${least === most ? "over all epochs" : "as each offer counts them and over all epochs"}.`;
  return `${wrapped(text, widthOf(screen))}\n`;
}

/** `412,000 tokens of text in o200k_base, longest example 3,871`. */
function tokensText(tokens: Histogram, rule: string): string {
  const longest = tokens.at(-1)?.[0] ?? 0;
  const how = rule.startsWith("plain/") ? `in ${rule.slice("plain/".length)}` : `by ${rule}`;
  return `${counted(histogramTokens(tokens), "token")} of text ${how}, longest example ${countText(longest)}`;
}

/** `error invalid json: line 7`. */
function findingText(
  { severity, code, count, lines, detail }: FindingCount,
  screen: Screen,
  places: FileProfile["profile"]["places"],
): string {
  const style = styleOf(screen);
  const mark = severity === "error" ? style.bad : style.quiet;
  const shown = lines.map(([shard, line]) => (shard === 0 ? String(line) : `${line} of part ${shard}`));
  const others = count > shown.length ? `, … (${countText(count)} in all)` : "";
  const place = `${places === "rows" ? "row" : "line"}${shown.length === 1 ? "" : "s"}`;
  const where = shown.length === 0 ? "" : `: ${place} ${shown.join(", ")}${others}`;
  const more = detail === undefined ? "" : ` (${code === "unknown_shape" ? "columns " : ""}${detail})`;
  return mark(wrapped(`${severity} ${code.replaceAll("_", " ")}${where}${more}`, widthOf(screen), "  "));
}
