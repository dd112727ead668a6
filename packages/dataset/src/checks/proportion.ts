import type { Message } from "../formats/example.ts";

/**
 * Tokens of an answer that are kept where a turn of prompt and answer is cut to the room that is left: the shorter of the
 * two is kept whole if it is under half of the room, else both shrink in proportion.
 *
 * @source https://github.com/hiyouga/LLaMA-Factory, src/llamafactory/data/processor/processor_utils.py, infer_seqlen (read 2026-11-25)
 */
function keptOfAnswer(prompt: number, answer: number, room: number): number {
  if (answer * 2 < room) return answer;
  if (prompt * 2 < room) return Math.min(answer, room - prompt);
  return Math.min(answer, Math.floor((room * answer) / Math.max(1, prompt + answer)));
}

/**
 * Tokens that prompts and answers lose. Turns are cut one after another, each to the room that those before it have left;
 * the earlier ones are served first. @param tokens of the example: what stands around the messages is the prompt's
 */
export function lostInProportion(
  tokens: number,
  messages: readonly Message[],
  counts: readonly number[],
  limit: number,
): { prompts: number; answers: number } {
  let prompt = tokens - counts.reduce((sum, count) => sum + count, 0);
  let [room, prompts, answers] = [limit, 0, 0];
  for (const [i, { role }] of messages.entries()) {
    const count = counts[i] ?? 0;
    if (role !== "assistant") {
      prompt += count;
      continue;
    }
    const kept = keptOfAnswer(prompt, count, room);
    const before = Math.min(prompt, room - kept);
    prompts += prompt - before;
    answers += count - kept;
    room -= kept + before;
    prompt = 0;
  }
  return { prompts: prompts + prompt, answers };
}
