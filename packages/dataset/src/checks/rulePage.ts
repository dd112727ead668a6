import table from "./pages.json" with { type: "json" };

/** The page that states a rule, and the day it was read. */
export interface RulePage {
  readonly page: string;
  readonly read: string;
}

interface Entry extends RulePage {
  readonly provider: string;
  /** What the names of the models begin with that the page is about; of any model where it is left out. */
  readonly model?: string;
  /** Codes of the findings that follow from the page; all others of the provider where it is left out. */
  readonly codes?: readonly string[];
}

const own: ReadonlySet<string> = new Set(table.own);
const entries: readonly Entry[] = table.pages;

/** The provider's page behind a finding; null where it is advice of our own, or about the container of the file. */
export function rulePage(provider: string, model: string, code: string): RulePage | null {
  const found = entries.find(
    (entry) =>
      entry.provider === provider &&
      (entry.model === undefined || model.includes(entry.model)) &&
      (entry.codes?.includes(code) ?? !own.has(code)),
  );
  return found === undefined ? null : { page: found.page, read: found.read };
}
