import { explain } from "@tunecast/estimator";
import { isAtMost, methodSentences, moneyText, rangeText } from "@tunecast/estimator/text";
import type { PricedMethods } from "../cards/methodsOf.ts";
import { plainReport } from "./report.ts";
import { ageMarks, billSources, columnsOf, offerLegend, tableOf, uniqueSources } from "@tunecast/estimator/report";
import type { Report } from "@tunecast/estimator/report";

const columns = columnsOf("method|train once >|range > 1|cheapest at");

/** The methods side by side, each at its cheapest, and what each does and needs. */
export function methodsReport({ methods, runs, currency }: PricedMethods): Report {
  const marked = new Map(runs.map((run) => [run.id, `${run.id}${ageMarks(run)}`]));
  const rows = methods.map(({ method, offer, training, range, refused }) => {
    const { name, needs } = methodSentences[method];
    const where = marked.get(offer ?? "");
    const cells = [
      name,
      training === null ? "" : moneyText(training),
      training === null || range === null ? "" : rangeText(range, training.currency),
      where ?? (refused === null ? `needs ${needs.split(": ").at(-1)}` : "not at these numbers"),
    ];
    return { id: name, cells };
  });
  const notes = methods.flatMap(({ method, refused }) => {
    const { name, does, needs } = methodSentences[method];
    const why = refused === null ? [] : [{ text: `${name}: ${explain(refused)}`, small: true }];
    return [{ text: `${name}: ${does}; needs ${needs}`, small: true }, ...why];
  });
  const table = tableOf("methods", columns, rows, { legend: offerLegend });
  const report = plainReport(headline(methods, currency), { tables: [table], notes });
  return { ...report, sources: uniqueSources(runs.flatMap(billSources)) };
}

function headline(methods: PricedMethods["methods"], currency: string): string {
  const [one, ...others] = methods.flatMap(({ method, offer, training }) =>
    training?.currency === currency ? [{ method, offer, training }] : [],
  );
  if (one === undefined) return "No method can be priced at these numbers.";
  const { method, offer, training } = others.reduce(
    (least, other) => (isAtMost(least.training.amount, other.training.amount) ? least : other),
    one,
  );
  return `The training that costs least is ${methodSentences[method].name}: ${moneyText(training)} at ${offer}; what each is worth shows on the task alone.`;
}
