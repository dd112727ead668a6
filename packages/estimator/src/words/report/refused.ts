import type { Refusal } from "../../contract/answer.ts";
import { moneyText } from "../amount.ts";
import { counted } from "./counted.ts";
import type { Note } from "./report.ts";

/** So many refusals get their sentences even if nobody asked for them. */
const few = 16;

/** The offers that cannot take the job: each sentence with its offers, or how many there are and how to see why. */
export function refusedNotes(refused: readonly Refusal[], isAsked: boolean, what: "file" | "job"): Note[] {
  if (refused.length === 0) return [];
  const count = `${counted(refused.length, "offer")} cannot take this ${what}`;
  if (!isAsked && refused.length > few) return [{ text: `${count}: --show-refused says why.` }];
  const sentences = refused.map(sentenceWithArithmetic);
  const groups = [...new Set(sentences)].map((sentence) => ({
    text: `${sentence} (${refused.flatMap(({ id }, index) => (sentences[index] === sentence ? [id] : [])).join(", ")})`,
  }));
  return [{ text: `${count}:` }, ...groups];
}

function sentenceWithArithmetic({ sentence, wouldBe }: Refusal): string {
  // If nothing is billed there is no arithmetic: $0.00 would be no price of it.
  if (wouldBe === undefined || wouldBe.lines.length === 0) return sentence;
  const { billedTokens, epochs, total, lines } = wouldBe;
  // Further stages have epochs of their own.
  const staged = lines.some(({ label }) => label.startsWith("Stage "));
  const over = staged ? "" : ` over ${counted(epochs, "epoch")}`;
  return `${sentence} It would be ${moneyText(total)} for ${counted(billedTokens, "billed token")}${over}.`;
}
