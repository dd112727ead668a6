import { describe, expect, it } from "vitest";
import { checked } from "../checks/codes.ts";
import { assistant, user } from "../checks/rows.ts";
import { readingOf } from "./readings.ts";
import { written } from "./written.ts";

const [ask, say, other] = ["What is a lake?", "A body of water.", "I do not know."];

describe("two answers and which is better", () => {
  const asked = [user(ask)];
  const [a, b] = [
    [...asked, assistant(say)],
    [...asked, assistant(other)],
  ];
  const parts = (said: string): object[] => [{ type: "text", text: said, image: null }];
  const arena = { conversation_a: a, conversation_b: b };
  const texts = { prompt: ask, response_a: say, response_b: other };
  const completions = { completion_A: [assistant(say)], completion_B: [assistant(other)] };
  const ranked = (first: number, second: number): object => ({
    context: asked,
    completions: [
      { rank: first, completion: [assistant(say)] },
      { rank: second, completion: [assistant(other)] },
    ],
  });
  const listed = { prompt: `["${ask}"]`, response_a: `["${say}"]`, response_b: `["${other}"]` };
  const helpSteer = (context: unknown, better: number): object => ({
    context,
    response1: say,
    response2: other,
    overall_preference: better,
  });
  it.each<[string, object, object | null]>([
    ["an arena", arena, { winner: "model_a" }],
    ["an arena, the second", { conversation_a: b, conversation_b: a }, { winner: "model_b" }],
    ["an arena, a tie", arena, null],
    [
      "an arena of parts",
      {
        conversation_a: [user(parts(ask)), assistant(parts(say))],
        conversation_b: [user(parts(ask)), assistant(parts(other))],
      },
      { winner: "model_a" },
    ],
    ["Kaggle's arena", listed, { winner_model_a: 1, winner_model_b: 0, winner_tie: 0 }],
    ["HelpSteer 3", helpSteer(asked, -3), {}],
    ["HelpSteer 3, the second", { ...helpSteer(asked, 2), response1: other, response2: say }, {}],
    ["HelpSteer 3, a tie", helpSteer(asked, 0), null],
    ["HelpSteer 2", { prompt: ask, response_1: say, response_2: other, preference_strength: -1 }, {}],
    ["Tinker", { comparison: { prompt_conversation: asked, ...completions }, label: "A" }, {}],
    ["Tinker, a tie", { comparison: { prompt_conversation: asked, ...completions }, label: "Tie" }, null],
    ["Tinker, flat", { prompt_conversation: asked, ...completions, label: "A" }, {}],
    ["PKU-SafeRLHF", { prompt: ask, response_0: other, response_1: say, better_response_id: 1 }, {}],
    ["SHP", { history: ask, human_ref_A: other, human_ref_B: say, labels: 0, score_A: 2, score_B: 9 }, {}],
    ["WebGPT", { question: { full_text: ask }, answer_0: say, answer_1: other, score_0: 1, score_1: -1 }, {}],
    ["a preferred letter", texts, { preferred: "a" }],
    ["NeMo RL", ranked(0, 1), {}],
    ["NeMo RL's better and worse", { prompt: ask, chosen_response: say, rejected_response: other }, {}],
    ["a winner and a loser", { prompt: ask, winner: say, loser: other }, {}],
    ["ms-swift's two conversations", { messages: a, rejected_messages: b }, {}],
  ])("%s", async (_what, row, verdict) => {
    const pair = { prompt: asked, chosen: [assistant(say)], rejected: [assistant(other)] };
    const given = { ...row, ...(verdict ?? ("winner" in row ? {} : { winner: "tie" })) };
    expect(await written(given, "trl")).toEqual(verdict === null ? null : pair);
  });

  it("are taken by TRL under its own two names alone", async () => {
    const named = async (chosen: string, rejected: string): Promise<readonly string[]> =>
      (await checked([{ prompt: ask, [chosen]: say, [rejected]: other }], { provider: "trl" })).findings.flatMap(
        ({ severity, code }) => (severity === "error" ? [code] : []),
      );
    expect(await named("chosen", "rejected")).toEqual([]);
    expect(await named("chosen_response", "rejected_response")).toEqual(["missing_field"]);
  });

  it("without a verdict they are no pair", async () => {
    expect(await written(texts, "trl")).toEqual({ prompt: ask });
  });
});

describe("pairs of stack exchange", () => {
  it("have the better answer in `response_j`, as TRL's example trains on them", () => {
    const reading = readingOf({ question: ask, response_j: say, response_k: other });
    expect(reading).toMatchObject({
      shape: "preference",
      messages: [{ text: ask }, { text: say }],
      rejected: [{ text: other }],
    });
  });
});
