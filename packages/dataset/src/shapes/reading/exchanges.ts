import { filled, has, type Row } from "../../formats/row.ts";

/** Names of what is asked and of the answer, where both are one item of a conversation: ms-swift's and XTuner's. */
const sides = [
  ["human", "assistant"],
  ["input", "output"],
] as const;

/** Whether an item of a conversation holds both a question and its answer, instead of one turn. */
export function isExchange(item: Row): boolean {
  return !has(item, "role") && !has(item, "from") && sides.some((names) => names.every((name) => has(item, name)));
}

/**
 * The turns of such an item, the system text that XTuner puts into it first.
 *
 * @source https://github.com/modelscope/ms-swift/blob/main/docs/source_en/Customization/Custom-dataset.md (read 2026-11-26)
 */
export function turnsOf(item: Row): Row[] {
  const [asked, answered] = sides.find((names) => names.every((name) => has(item, name))) ?? sides[0];
  const { [asked]: question, [answered]: answer, system, ...rest } = item;
  return [
    ...(filled(item, "system") && system !== "" ? [{ role: "system", content: system }] : []),
    // XTuner gives a text to be trained without a question an empty input.
    ...(question === "" ? [] : [{ role: "user", content: question }]),
    { ...rest, role: "assistant", content: answer },
  ];
}
