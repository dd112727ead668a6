import { fault, type Reading } from "../../formats/example.ts";
import { filled, isRow, type Row } from "../../formats/row.ts";
import names from "../names.json" with { type: "json" };
import { treeOf } from "./columns.ts";
import { readChosenRejected } from "./pairs.ts";

const sideNames = names.sidesOfComparisons as unknown as readonly (readonly [first: string, second: string])[];
const scoreNames = names.scoresOfComparisons as unknown as typeof sideNames;

/**
 * Of LMSYS's arenas, HelpSteer, PKU-SafeRLHF, SHP, WebGPT and Tinker; undefined where the row does not say which answer is the better one.
 * @source https://huggingface.co/datasets/nvidia/HelpSteer3, https://huggingface.co/datasets/lmsys/chatbot_arena_conversations, https://github.com/thinking-machines-lab/tinker-cookbook/blob/main/tinker_cookbook/preference/types.py (read 2026-11-30)
 */
function betterOf(row: Row): number | undefined {
  const strength = row["overall_preference"] ?? row["preference_strength"];
  if (strength !== undefined) return Number(strength);
  const word = row["winner"] ?? row["preferred"] ?? row["label"];
  const said = typeof word === "string" ? word.toLowerCase().replace(/^(?:model|response)_/u, "") : null;
  if (said !== null) return said === "a" ? -1 : Number(said === "b");
  const { better_response_id: place } = row;
  if (place !== undefined) return Number(place) === 0 ? -1 : 1;
  const scores = scoreNames.find((both) => both.every((score) => filled(row, score)));
  return scores && Number(row[scores[1]]) - Number(row[scores[0]]);
}

/** The two answers of a row, and a number below 0 where the first is the better one, 0 for a tie; null for a row of anything else. */
export function comparedIn(whole: Row): { row: Row; sides: readonly unknown[]; better: number } | null {
  const row = isRow(whole["comparison"]) ? { ...whole, ...whole["comparison"] } : whole;
  // NeMo RL ranks two completions, the better one lower: https://github.com/NVIDIA-NeMo/RL/blob/main/docs/guides/dpo.md (read 2026-11-30)
  const [a, b, other] = Array.isArray(row["completions"]) ? (row["completions"] as unknown[]) : [];
  const ranks = [a, b].map((one) => (isRow(one) && other === undefined ? one["rank"] : null));
  if (isRow(a) && isRow(b) && ranks.every((rank) => typeof rank === "number"))
    return { row, sides: [a["completion"], b["completion"]], better: Number(ranks[0]) - Number(ranks[1]) };
  const [first = "", second = ""] = sideNames.find((sides) => sides.every((side) => filled(row, side))) ?? [];
  const better = first === "" ? undefined : betterOf(row);
  return better === undefined ? null : { row, sides: [row[first], row[second]], better };
}

/** Kaggle's arena has the turns of each side in a list of texts. */
function turnsOf(asked: unknown, answered: unknown): Row[] | null {
  const [questions, answers] = [treeOf(asked), treeOf(answered)];
  if (!Array.isArray(questions) || !Array.isArray(answers) || typeof answers[0] !== "string") return null;
  const turn = (role: string, content: unknown): Row => ({ role, content });
  return questions.flatMap((question, i) => [turn("user", question), turn("assistant", answers[i])]);
}

export function readComparison(whole: Row): Reading {
  const { row, sides, better } = comparedIn(whole) ?? { row: whole, sides: [], better: 0 };
  if (better === 0 || Number.isNaN(better)) return fault("missing_field", "which of two answers is better");
  const [chosen, rejected] = better < 0 ? sides : sides.toReversed();
  const asked = row["prompt_conversation"] ?? row["context"] ?? row["prompt"] ?? row["history"] ?? row["question"];
  const prompt = isRow(asked) ? asked["full_text"] : asked;
  const turns = [turnsOf(asked, chosen), turnsOf(asked, rejected)];
  if (turns[0] !== null && turns[1] !== null) return readChosenRejected({ chosen: turns[0], rejected: turns[1] });
  return readChosenRejected({ ...(prompt !== undefined && { prompt }), chosen, rejected });
}
