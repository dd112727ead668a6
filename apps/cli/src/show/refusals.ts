import type { Refusal } from "@tunecast/estimator";
import { countText, moneyText } from "@tunecast/estimator/text";
import { wrapped } from "./table.ts";
import { styleOf } from "./style.ts";
import type { Screen } from "../read/host.ts";
import { counted } from "./counted.ts";
import { widthOf } from "./note.ts";

/** So many refusals get their sentences even where nobody asked for them. */
const few = 16;
/** So many ids are named of a group. */
const idsShown = 12;

/** The refused offers: few or asked for, under their sentences; many, gathered under the kinds of reason. */
export function refusalText(refused: readonly Refusal[], all: boolean, screen: Screen): string {
  if (refused.length === 0) return "";
  const style = styleOf(screen);
  const width = widthOf(screen);
  const inFull = all || refused.length <= few;
  const title = `${counted(refused.length, "offer")} cannot take it`;
  const heads = refused.map((one) => (inFull ? sentenceWithArithmetic(one) : one.reason.kind.replaceAll("_", " ")));
  const groups = [...new Set(heads)].map((head) => {
    const ids = refused.filter((_, index) => heads[index] === head).map(({ id }) => id);
    const more = inFull ? 0 : ids.length - idsShown;
    const list = more > 0 ? `${ids.slice(0, idsShown).join(", ")} and ${countText(more)} more` : ids.join(", ");
    const count = inFull ? "" : ` (${countText(ids.length)})`;
    return `${wrapped(head, width)}${count}\n${style.quiet(wrapped(list, width, "  "))}`;
  });
  const hint = inFull ? [] : [style.quiet("--show-refused gives each one its sentence.")];
  return [style.strong(title), ...groups, ...hint, ""].join("\n");
}

/** The refused offers in one sentence: `227 offers cannot take it: 161 not offered, 32 price unknown (…)`. */
export function refusalLine(refused: readonly Refusal[], screen: Screen): string {
  if (refused.length === 0) return "";
  const counts = new Map<string, number>();
  for (const { reason } of refused) counts.set(reason.kind, (counts.get(reason.kind) ?? 0) + 1);
  const kinds = [...counts]
    .sort(([, a], [, b]) => b - a)
    .map(([kind, count]) => `${countText(count)} ${kind.replaceAll("_", " ")}`);
  const text = `${counted(refused.length, "offer")} cannot take it: ${kinds.join(", ")} (--show-refused says why).`;
  return `${styleOf(screen).quiet(wrapped(text, widthOf(screen)))}\n`;
}

function sentenceWithArithmetic({ sentence, wouldBe }: Refusal): string {
  // Where nothing is billed there is no arithmetic: $0.00 would be no price of it.
  if (wouldBe === undefined || wouldBe.lines.length === 0) return sentence;
  const { billedTokens, epochs, total, lines } = wouldBe;
  const tokens = counted(billedTokens, "billed token");
  // Further stages have epochs of their own.
  const staged = lines.some(({ label }) => label.startsWith("Stage "));
  return `${sentence} It would be ${moneyText(total)} for ${tokens}${staged ? "" : ` over ${counted(epochs, "epoch")}`}.`;
}
