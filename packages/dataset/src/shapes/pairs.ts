import { filled, has, isRow, type Row } from "../formats/row.ts";
import { alpaca, contents } from "./chats.ts";
import { checkConversePreference } from "./checking/converseRows.ts";
import { checkGeminiPreference } from "./checking/geminiRows.ts";
import { checkChosenRejected, checkKto, checkOutputPair } from "./checking/pairRows.ts";
import { endsOf, hasMessages } from "./families.ts";
import { comparedIn, readComparison } from "./reading/comparisons.ts";
import { chatColumns, messageField, readChat, roleOf, speakerOf } from "./reading/chat.ts";
import { questionAnswerColumnsOf, readAlpaca } from "./reading/columns.ts";
import { geminiColumns, readConversePreference, readGeminiPreference, readRejectedResponse } from "./reading/gemini.ts";
import {
  isPairRow,
  pairColumns,
  promptColumns,
  readChosenRejected,
  readOutputPair,
  readPromptCompletion,
  verdictOf,
  withVerdict,
} from "./reading/pairs.ts";
import { shape, unchecked, type Shape } from "./shape.ts";

/** Preference pair of OpenAI, Azure, Together and Fireworks. @source https://platform.openai.com/docs/guides/direct-preference-optimization (read 2026-11-24) */
export const dpo: Shape = shape({
  id: "dpo",
  nature: "pair",
  is: (row) => has(row, "preferred_output") || has(row, "non_preferred_output"),
  marks: ["preferred_output", "non_preferred_output"],
  resembles: ({ input }) => isRow(input) && has(input, "messages"),
  read: readOutputPair,
  columns: () => ["input", "preferred_output", "non_preferred_output"],
  check: checkOutputPair,
  strict: ["input", "preferred_output", "non_preferred_output"],
});

/** TRL's `{prompt?, chosen, rejected}`, LLaMA-Factory's ranking rows and their kin. @source https://huggingface.co/docs/trl/dataset_formats (read 2026-11-24) */
export const preference: Shape = shape({
  id: "preference",
  nature: "pair",
  is: isPairRow,
  marks: ["chosen", "rejected", "chosen_messages"],
  read: readChosenRejected,
  columns: pairColumns,
  check: checkChosenRejected,
});

/** Preference tuning on Vertex AI: turns that end with the user, and two completions with their scores. @source https://docs.cloud.google.com/vertex-ai/generative-ai/docs/models/gemini-preference-tuning-prepare (read 2026-11-26) */
export const geminiPreference: Shape = shape({
  ...contents,
  id: "gemini-preference",
  nature: "pair",
  is: ({ contents: turns, completions }) =>
    turns !== undefined &&
    Array.isArray(completions) &&
    completions.some((one: unknown) => isRow(one) && has(one, "completion")),
  read: readGeminiPreference,
  columns: (row) => [...geminiColumns(row), "completions"],
  ignores: ["generationConfig"],
  check: checkGeminiPreference,
});

/** Nova's preference rows: the last turn lists candidates, one preferred. @source https://docs.aws.amazon.com/nova/latest/userguide/nova-dpo.html (read 2026-11-26) */
export const bedrockPreference: Shape = shape({
  id: "bedrock-preference",
  nature: "pair",
  is: (row) => hasMessages(row) && Array.isArray(endsOf(row)[1]?.["candidates"]),
  marks: ["messages"],
  read: readConversePreference,
  columns: (row) => [...chatColumns(row), "schemaVersion"],
  check: checkConversePreference,
  strict: ["schemaVersion", "system", "messages"],
});

/** ms-swift's pairs: a chat, and beside it the answer that is worse than its last. @source https://github.com/modelscope/ms-swift/blob/main/docs/source_en/Customization/Custom-dataset.md (read 2026-11-26) */
export const rejectedResponse: Shape = shape({
  id: "rejected-response",
  nature: "pair",
  is: ({ rejected_response: other }) => typeof other === "string" || (Array.isArray(other) && other.every(isRow)),
  marks: ["rejected_response"],
  read: readRejectedResponse,
  columns: (row) => {
    const beside = filled(row, "instruction") ? alpaca.columns : questionAnswerColumnsOf;
    return ["rejected_response", ...(messageField(row) === undefined ? beside : chatColumns)(row)];
  },
  check: unchecked,
});

/** Two answers and which is the better one, as arenas, HelpSteer, Tinker and NeMo RL write them. */
export const comparison: Shape = shape({
  id: "comparison",
  nature: "pair",
  is: (row) => comparedIn(row) !== null,
  read: readComparison,
  columns: Object.keys,
  ignores: ["*"],
  check: unchecked,
});

const isAlpaca = (row: Row): boolean => has(row, "instruction") && !has(row, "completion");

const longestClass = 16;

/** Whether a number or a word beside an answer is what the answer says: the class that is learnt, and no verdict. */
function isClass({ label, completion }: Row): boolean {
  if (typeof label === "boolean" || typeof completion !== "string") return false;
  const said = completion.trim();
  return said.length <= longestClass && said.toLowerCase().startsWith(String(label).toLowerCase());
}

/** One answer with a verdict: TRL's `label`, LLaMA-Factory's `kto_tag`, also as a number or a word. @source https://huggingface.co/docs/trl/dataset_formats (read 2026-11-24) */
export const kto: Shape = shape({
  id: "kto",
  nature: "labelled",
  is: (row) => {
    if (has(row, "kto_tag") && (messageField(row) !== undefined || isAlpaca(row))) return true;
    // Columns of TRL's, and nothing beside them: one verdict is missing.
    if (row["label"] === null && Object.keys(row).sort().join() === "completion,label,prompt") return true;
    if (verdictOf(row) === null || has(row, "completions")) return false;
    // Beside a conversation that no model ends, it is the class of it, or what a grader compares.
    const last = roleOf(String(speakerOf(endsOf(row)[1] ?? {})));
    if (hasMessages(row)) return last === "assistant" || (last !== "user" && typeof row["label"] === "boolean");
    return filled(row, "completion") && !isClass(row);
  },
  marks: ["label", "kto_tag"],
  read: (row) => (has(row, "completion") ? readPromptCompletion : isAlpaca(row) ? readAlpaca : readChat)(row),
  columns: (row) => (has(row, "completion") ? promptColumns : isAlpaca(row) ? alpaca.columns : chatColumns)(row),
  ignores: ["label", "kto_tag"],
  wants: (row) => verdictOf(row) !== false,
  check: checkKto,
  asTaken: withVerdict,
  wholeRow: true,
});
