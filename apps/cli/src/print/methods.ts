import { explain } from "@tunecast/estimator";
import { methodSentences, moneyText, rangeText, type Column } from "@tunecast/estimator/text";
import { textTable, wrapped } from "./table.ts";
import type { PricedMethod } from "../methodsOf.ts";
import { styleOf } from "../style.ts";
import type { Screen } from "../host.ts";
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
  const priced = methods.filter(({ training }) => training?.currency === "USD");
  const first = priced.toSorted((a, b) => Number(a.training?.amount) - Number(b.training?.amount))[0];
  if (first?.training == null) return "No method can be priced at these numbers.";
  return `The least costs ${methodSentences[first.method].name}: ${moneyText(first.training)} at ${first.offer}; what each is worth shows on the task alone.`;
}
