import { explain } from "@tunecast/estimator";
import { isAtMost, methodSentences, moneyText, rangeText, type Column } from "@tunecast/estimator/text";
import { textTable, wrapped } from "./table.ts";
import type { PricedMethod } from "../cards/methodsOf.ts";
import { styleOf } from "./style.ts";
import type { Screen } from "../read/host.ts";
import { fitted } from "./fitted.ts";
import { widthOf } from "./note.ts";

const columns: readonly Column[] = [
  { title: "method", align: "left", rank: 0 },
  { title: "train once", align: "right", rank: 0 },
  { title: "range", align: "right", rank: 1 },
  { title: "cheapest at", align: "left", rank: 0 },
];

/** The methods side by side, each at its cheapest, and what each does and needs. */
export function methodsText(methods: readonly PricedMethod[], screen: Screen): string {
  const style = styleOf(screen);
  const width = widthOf(screen);
  const rows = methods.map(({ method, offer, training, range, refused }) => [
    methodSentences[method].name,
    training === null ? "" : moneyText(training),
    training === null || range === null ? "" : rangeText(range, training.currency),
    offer ?? (refused === null ? (methodSentences[method].needs.split(": ").at(-1) ?? "") : "not at these numbers"),
  ]);
  const table = textTable(columns, rows, screen.columns);
  return fitted(screen, undefined, 1, ({ brief }) =>
    [
      style.strong(wrapped(headline(methods), width)),
      "",
      style.strong(table.heading),
      ...table.rows,
      "",
      ...methods.map(({ method }) => {
        const { name, does, needs } = methodSentences[method];
        return wrapped(`${name}: ${does}${brief === 0 ? `; needs ${needs}` : ""}`, width, "  ");
      }),
      ...methods.flatMap(({ method, refused }) =>
        refused === null ? [] : [style.quiet(wrapped(`${methodSentences[method].name}: ${explain(refused)}`, width))],
      ),
      "",
    ].join("\n"),
  );
}

function headline(methods: readonly PricedMethod[]): string {
  const priced = methods.flatMap(({ method, offer, training }) =>
    training?.currency === "USD" ? [{ method, offer, training }] : [],
  );
  const [one, ...others] = priced;
  if (one === undefined) return "No method can be priced at these numbers.";
  const { method, offer, training } = others.reduce(
    (least, other) => (isAtMost(least.training.amount, other.training.amount) ? least : other),
    one,
  );
  return `The training that costs least is ${methodSentences[method].name}: ${moneyText(training)} at ${offer}; what each is worth shows on the task alone.`;
}
