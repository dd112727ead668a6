import { countText } from "../amount.ts";

/** `1 example`, `8,000 examples`. */
export function counted(count: string | number, what: string): string {
  return `${countText(count)} ${what}${Number(count) === 1 ? "" : "s"}`;
}
