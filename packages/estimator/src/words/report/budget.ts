import type { BudgetRow } from "../../plan/budget.ts";
import { countText, moneyText } from "../amount.ts";
import type { Column } from "../markdown.ts";
import { counted } from "./counted.ts";
import { filled, type Block } from "./report.ts";

const columns: readonly Column[] = [
  { title: "offer", align: "left", rank: 0 },
  { title: "train once", align: "right", rank: 2 },
  { title: "within", align: "left", rank: 0 },
  { title: "examples it buys", align: "right", rank: 0 },
  { title: "doublings", align: "right", rank: 1 },
  { title: "or epochs", align: "right", rank: 1 },
];

/** What a budget for training buys at every offer in its currency. */
export interface BudgetShown {
  readonly rows: readonly BudgetRow[];
  readonly budget: { readonly amount: string; readonly currency: string };
  /** Offers that bill in another currency. */
  readonly foreign: number;
}

/** The rows of a budget, and what the marks in them mean. */
export function budgetBlocks({ rows, budget, foreign }: BudgetShown): Block[] {
  const capped = (count: number, isCapped: boolean): string => countText(count) + (isCapped ? " max" : "");
  const isCapped = rows.some(({ examplesCapped, epochsCapped }) => examplesCapped || epochsCapped);
  const bills = `${counted(foreign, "offer")} ${foreign === 1 ? "bills" : "bill"}`;
  return filled([
    {
      kind: "table",
      id: "budget",
      title: `What ${moneyText(budget)} of training buys`,
      columns,
      rows: rows.map((row) => ({
        id: row.id,
        cells: [
          row.id,
          moneyText(row.training),
          row.within ? "yes" : "no",
          capped(row.examples, row.examplesCapped),
          row.doublings.toFixed(1),
          capped(row.epochs, row.epochsCapped),
        ],
      })),
      enough: 3,
      more: "",
    },
    {
      kind: "notes",
      id: "budget",
      title: "",
      items: [
        ...(isCapped ? [{ text: "max: the budget would pay for more than the provider takes in one job." }] : []),
        ...(foreign > 0
          ? [
              {
                text: `${bills} in another currency than ${budget.currency}: pin an exchange rate to compare.`,
                options: ["--own-prices"],
              },
            ]
          : []),
      ],
    },
  ]);
}
