import names from "../names.json" with { type: "json" };
import type { ChatRules, Emit } from "./rules.ts";

const modelRoles = new Set(names.modelRoles);
const userRoles = new Set(["user", "User", "human"]);
const systemRoles = new Set(["system", "System", "developer"]);

/** Whether a role name of any format is the model's. */
export function isModel(role: string | null): boolean {
  return role !== null && modelRoles.has(role);
}

const mistralNext: ReadonlyMap<string | null, readonly string[]> = new Map(Object.entries(names.mistralNext));

/** Every two neighbours of one role, and every system message that is not the first. */
function checkAlternation(roles: readonly (string | null)[], emit: Emit): void {
  const turns = systemRoles.has(roles[0] ?? "") ? roles.slice(1) : roles;
  for (const [i, role] of turns.entries()) {
    const previous = i > 0 ? turns[i - 1] : undefined;
    if (role !== null && role !== "tool" && (role === previous || systemRoles.has(role)))
      return emit("error", "role_order", `${role} after ${previous ?? "system"}`);
  }
}

/** LLaMA-Factory: the user's side at odd places, the model's at even ones, and as many of both; others are left out. */
function checkPositions(roles: readonly (string | null)[], emit: Emit): void {
  const turns = systemRoles.has(roles[0] ?? "") ? roles.slice(1) : roles;
  if (turns.length % 2 !== 0)
    return emit("warning", "example_skipped", turns.length === 1 ? "1 turn" : `${turns.length} turns`);
  const wrong = turns.find((role, i) => (i % 2 === 1) !== isModel(role));
  if (wrong !== undefined && wrong !== null) emit("warning", "example_skipped", `${wrong} out of turn`);
}

/** LLaMA-Factory's pairs: the conversation before the two answers ends with the user, and both answers are the model's. */
export function checkRanking(turns: readonly (string | null)[], answers: readonly (string | null)[], emit: Emit): void {
  if (answers.some((role) => !isModel(role))) emit("warning", "example_skipped", "an answer that is not the model's");
  checkPositions([...turns, "assistant"], emit);
}

/** The order of the turns of one conversation. */
export function checkOrder(roles: readonly (string | null)[], rules: ChatRules, emit: Emit): void {
  const systems = roles.filter((role) => systemRoles.has(role ?? "")).length;
  const lateSystem = roles.findIndex((role, i) => i > 0 && systemRoles.has(role ?? "")) > 0;
  if (systems > 1 && rules.oneSystem !== null) emit(rules.oneSystem, "system_count", String(systems));
  if (lateSystem && rules.systemFirst !== null) emit(rules.systemFirst, "system_not_first");
  if (rules.order === "alternate") checkAlternation(roles, emit);
  if (rules.order === "positions") checkPositions(roles, emit);
  if (rules.order === "mistral") {
    const wrong = roles.find((role, i) => {
      const next = i > 0 ? mistralNext.get(roles[i - 1] ?? null) : undefined;
      return next !== undefined && role !== null && !next.includes(role);
    });
    if (wrong !== undefined) emit("error", "role_order", `${String(wrong)} out of turn`);
  }
  const opener = roles.find((role) => !systemRoles.has(role ?? ""));
  if (isModel(opener ?? null) && rules.userFirst !== null) emit(rules.userFirst, "role_order", "opens with the model");
}

/** Who must speak, and who must speak last. */
export function checkSpeakers(roles: readonly (string | null)[], rules: ChatRules, emit: Emit): void {
  const model = roles.some(isModel);
  if (!model && rules.noAssistant !== null) emit(rules.noAssistant, "missing_assistant");
  if (!roles.some((role) => userRoles.has(role ?? "")) && rules.noUser !== null) emit(rules.noUser, "missing_user");
  const last = roles[roles.length - 1] ?? null;
  if (last !== null && !isModel(last) && (model || rules.noAssistant === null) && rules.assistantLast !== null)
    emit(rules.assistantLast, "last_not_assistant", last);
  if (roles.length < rules.fewestMessages)
    emit("error", isModel(last) ? "missing_user" : "missing_assistant", `${roles.length} message`);
}
