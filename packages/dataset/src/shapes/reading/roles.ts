import type { Role } from "../../formats/example.ts";

/** Names that the formats give to the speakers; only `developer` and `function` are told apart from their kin. */
const names: ReadonlyMap<string, Role> = new Map<string, Role>([
  ["system", "system"],
  ["System", "system"],
  ["developer", "developer"],
  ["user", "user"],
  ["User", "user"],
  ["human", "user"],
  ["assistant", "assistant"],
  ["Chatbot", "assistant"],
  ["gpt", "assistant"],
  ["chatgpt", "assistant"],
  ["model", "assistant"],
  ["bot", "assistant"],
  ["ai", "assistant"],
  ["bard", "assistant"],
  ["bing", "assistant"],
  ["function_call", "assistant"],
  ["tool_call", "assistant"],
  ["tool", "tool"],
  ["observation", "tool"],
  ["tool_response", "tool"],
  ["ipython", "tool"],
  ["function", "function"],
]);

/** The speaker behind a role name of any format, in any case; undefined for a name that no format knows. */
export function roleOf(name: string): Role | undefined {
  return names.get(name) ?? names.get(name.toLowerCase());
}
