import { computed, type ReadonlySignal, type Signal, signal } from "@preact/signals";
import type { PilotInput } from "../../question/inputs.ts";
import { numberText, readNumber, twoReadings } from "../../question/numberText.ts";
import { LazyView } from "../../view/LazyView.ts";

/** A pilot as it is typed. */
export type PilotRow = Readonly<Record<keyof PilotInput, string>>;

const blank: PilotRow = { n: "", value: "", se: "" };
const fewest = 3;

export class RunTable {
  readonly rows: Signal<readonly PilotRow[]> = signal(rowsOf([]));
  readonly complete: ReadonlySignal<readonly PilotInput[]> = computed(() =>
    this.rows.value.flatMap((row) => readRow(row) ?? []),
  );
  /** What to put right in the first run that does not count; null where all do. */
  readonly problem: ReadonlySignal<string | null> = computed(() => {
    const found = this.rows.value.map(rowProblem);
    const at = found.findIndex((problem) => problem !== null);
    return at < 0 ? null : `Run ${at + 1}${found[at]}`;
  });
  /** The curve's arithmetic. */
  readonly fit: LazyView<typeof import("./quality.ts").qualityOf> = new LazyView(
    async () => (await import("./quality.ts")).qualityOf,
  );

  replace(pilots: readonly PilotInput[]): void {
    this.rows.value = rowsOf(pilots);
  }

  type(index: number, column: keyof PilotRow, text: string): void {
    this.rows.value = this.rows.value.map((row, at) => (at === index ? { ...row, [column]: text } : row));
  }

  add(): void {
    this.rows.value = [...this.rows.value, blank];
  }

  remove(index: number): void {
    const rest = this.rows.value.filter((_, at) => at !== index);
    this.rows.value = rest.length === 0 ? [blank] : rest;
  }
}

/** Enough rows to begin with, and never fewer than are filled. */
function rowsOf(pilots: readonly PilotInput[]): readonly PilotRow[] {
  const filled = pilots.map(({ n, value, se }) => ({ n: numberText(n), value: numberText(value), se: numberText(se) }));
  return [...filled, ...Array.from({ length: Math.max(0, fewest - filled.length) }, () => blank)];
}

function rowProblem(row: PilotRow): string | null {
  const choice = twoReadings(row.n, true);
  if (choice !== null) return `, ${row.n} examples: ${choice}`;
  const texts = Object.values(row).filter((text) => text.trim() !== "");
  const unread = texts.find((text) => Number.isNaN(readNumber(text)));
  if (unread !== undefined) return ` does not count: “${unread}” is no number.`;
  const isOpen = texts.length > 0 && readRow(row) === null;
  return isOpen ? " does not count: type both its examples and its score." : null;
}

function readRow(row: PilotRow): PilotInput | null {
  if (twoReadings(row.n, true) !== null) return null;
  const [n, value, se] = [readNumber(row.n), readNumber(row.value), readNumber(row.se)];
  if (n === null || value === null || [n, value, se].some(Number.isNaN)) return null;
  return { n, value, se };
}
