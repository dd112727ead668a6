import type { CheckReport, Finding } from "@tunecast/dataset";
import type { Money } from "@tunecast/estimator";
import type { CutExamples } from "@tunecast/estimator/answer";
import { countText } from "@tunecast/estimator/text";
import { wrapped, styleOf } from "./table.ts";
import type { Screen } from "../read/host.ts";
import { counted } from "@tunecast/estimator/report";
import { fitted, type Shape } from "./fitted.ts";
import { nameOf, widthOf } from "./note.ts";

/** What the examples over a limit cost in one pass, and that in a sentence. */
export interface CutCost extends CutExamples {
  /** Cheapest and dearest offer; null where no price is in force. */
  readonly low: Money | null;
  readonly high: Money | null;
  readonly sentence: string;
}

/** A report whose cut examples are priced. */
export interface PricedReport extends CheckReport {
  readonly cut: CutCost | null;
  /** The model by whose rules the file was checked, as it was named. */
  readonly model?: string;
}

/** So many places of one kind of problem are printed at first; JSON has them all. */
const placesShown = 3;

/** The verdict first, then each kind of problem with its places and what to do. @param whole every place, however long that is */
export function reportText(path: string, report: PricedReport, screen: Screen, whole: boolean): string {
  const make = (shape: Shape, places: number): string =>
    [...headLines(path, report, screen), ...findingLines(report.findings, screen, shape, places), ""].join("\n");
  return whole
    ? make({ top: undefined, brief: 0 }, Infinity)
    : fitted(screen, undefined, 2, (shape) => make(shape, shape.brief === 0 ? placesShown : 1));
}

function headLines(path: string, report: PricedReport, screen: Screen): string[] {
  const style = styleOf(screen);
  const { format, rows, examples, verdict, cut, model } = report;
  const provider = model === undefined ? report.provider : `${report.provider} (${model})`;
  const name = style.strong(nameOf(path));
  const errors = [...new Set(report.findings.filter(({ severity }) => severity === "error").map(({ code }) => code))];
  const verdicts: Readonly<Record<CheckReport["verdict"], string>> = {
    valid: style.good(`${provider} takes ${name}.`),
    warning: style.good(`${provider} takes ${name}; look at the warnings.`),
    error: style.bad(`${provider} would reject ${name}: ${errors.join(", ").replaceAll("_", " ")}.`),
  };
  const width = widthOf(screen);
  const head = `${counted(rows, "row")}, ${counted(examples, "example")} (${format}).`;
  const cost = cut === null ? [] : ["", wrapped(cut.sentence, width)];
  return [wrapped(verdicts[verdict], width), wrapped(head, width), ...cost];
}

/** The gravest kinds first, as many as there is room for; the count of the others tells that there are some. */
function findingLines(
  findings: readonly Finding[],
  screen: Screen,
  { top = Infinity, brief }: Shape,
  places: number,
): string[] {
  const kinds = [...new Set(findings.map(kindOf))];
  const shown = kinds.slice(0, top);
  const left = kinds.length - shown.length;
  const note = left === 0 ? [] : ["", styleOf(screen).quiet(`… and ${counted(left, "more kind")} (--all-places)`)];
  return [
    ...shown.flatMap((kind) =>
      kindLines(
        findings.filter((one) => kindOf(one) === kind),
        screen,
        brief,
        places,
      ),
    ),
    ...note,
  ];
}

function kindOf({ severity, code }: Finding): string {
  return `${severity} ${code}`.replaceAll("_", " ");
}

function kindLines(same: readonly Finding[], screen: Screen, brief: number, shown: number): string[] {
  const [first] = same;
  if (first === undefined) return [];
  const style = styleOf(screen);
  const places = same.slice(0, shown).map(({ sentence }) => wrapped(sentence, widthOf(screen), "  "));
  const more = first.count - places.length;
  const rest = more > 0 ? [`  … and ${countText(more)} more`] : [];
  const mark = first.severity === "error" ? style.bad : style.quiet;
  const fix = brief > 1 || first.fix === "" ? [] : [style.quiet(wrapped(first.fix, widthOf(screen), "  "))];
  const { source } = first;
  const page =
    brief > 1 || source === null
      ? []
      : [style.quiet(wrapped(`${source.page} (read ${source.read})`, widthOf(screen), "  "))];
  return ["", mark(kindOf(first)), ...places, ...rest, ...fix, ...page];
}
