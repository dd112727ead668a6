import type { Money } from "@tunecast/estimator";
import { moneyText } from "@tunecast/estimator/text";

/** An amount, or a dash that is read as a word. */
export function maybeMoney(money: Money | null | undefined): string {
  return money === null || money === undefined ? "–" : moneyText(money);
}

/** `supervised, LoRA`: the method of an offer for people. */
export function methodText(method: string): string {
  const [kind = method, how] = method.split("-");
  const names: Readonly<Record<string, string>> = {
    sft: "supervised",
    dpo: "preference (DPO)",
    rft: "reinforcement",
    lora: "LoRA",
    full: "full",
  };
  return [kind, how].flatMap((word) => (word === undefined ? [] : (names[word] ?? word))).join(", ");
}
