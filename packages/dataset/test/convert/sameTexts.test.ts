import { describe, expect, it } from "vitest";
import { convertBytes, convertTargets, profileBytes } from "../../src/index.ts";
import { checkBytes, chunked, dataBytes, hasData, textChunks } from "../data.ts";
import { unitRule } from "../units.ts";

/** Tokens of all texts, whatever the format. */
async function textTokens(chunks: AsyncIterable<Uint8Array>): Promise<unknown> {
  const profile = await profileBytes(chunks, { rules: [unitRule()] });
  if (!profile.ok) throw new Error(profile.problem.kind);
  return profile.value.counts["plain/units"]?.tokens;
}

describe.skipIf(!hasData)("a converted file", () => {
  const sources = [
    "openai_chat/tinker_conversations.jsonl",
    "sharegpt/fastchat_dummy_conversation.json",
    "alpaca/llamafactory_identity.json",
    "other_jsonl/azure_sarcasm_qa.jsonl",
    "derived/gemini_sft_from_tinker_40.jsonl",
    "derived/bedrock_conversation_2024_from_tinker_40.jsonl",
    "derived/cohere_chat_from_tinker_40.jsonl",
    "derived/messages_json_from_tinker.parquet",
  ];
  it.each(sources.flatMap((file) => convertTargets.map((to) => [file, to] as const)))(
    "%s is taken by %s, with the same texts",
    async (file, to) => {
      const bytes = dataBytes(`datasets/${file}`);
      let text = "";
      const write = (piece: string): void => void (text += piece);
      const result = await convertBytes(chunked(bytes), { to, write });
      if (!result.ok) throw new Error(JSON.stringify(result.problem));
      const conversion = result.value;
      expect(conversion.written).toBe(conversion.rows);
      expect(conversion.losses.filter(({ kind }) => kind === "refused")).toEqual([]);
      expect(await textTokens(textChunks(text))).toEqual(await textTokens(chunked(bytes)));
      const report = await checkBytes(textChunks(text), { provider: to });
      const errors = report.ok
        ? report.value.findings.filter(({ severity }) => severity === "error")
        : [report.problem];
      expect(errors).toEqual([]);
    },
  );
});
