import type { CheckReport } from "../../src/index.ts";
import { checkBytes, textChunks } from "../data.ts";
import { assistant, lines, times, user, type Rows } from "./rows.ts";

/** A provider's report on rows, or on a file as it stands. */
export async function checked(rows: Rows | string, options: Parameters<typeof checkBytes>[1]): Promise<CheckReport> {
  const text = typeof rows === "string" ? rows : lines(rows);
  const report = await checkBytes(textChunks(text), options);
  if (!report.ok) throw new Error(JSON.stringify(report.problem));
  return report.value;
}

export const geminis = times(16, (i) => ({
  systemInstruction: { parts: [{ text: "s" }] },
  contents: [
    { role: "user", parts: [{ text: `Q${i}` }] },
    { role: "model", parts: [{ text: `A${i}` }] },
  ],
}));
export const legacy = times(10, (i) => ({ prompt: `question ${i} ->`, completion: ` answer ${i} END` }));
export const rfts = times(10, (i) => ({ messages: [user(`Q${i}`)], reference_answer: `A${i}` }));
// Ten lines of at least a thousand bytes in all.
export const mistrals = times(10, (i) => ({
  messages: [user(`Question ${i}, asked at length?`), assistant(`Answer ${i}.`)],
}));
export const coheres = times(2, (i) => ({
  messages: [
    { role: "User", content: `Q${i}` },
    { role: "Chatbot", content: "A" },
  ],
}));

export const call = (id: string, name = "f", given: unknown = "{}"): object => ({
  role: "assistant",
  tool_calls: [{ id, type: "function", function: { name, arguments: given } }],
});
export const tool = (name = "f", more: object = {}): object => ({
  type: "function",
  function: { name, description: "d", parameters: { type: "object", properties: {} }, ...more },
});
export const picture = (url: string, detail?: string): object => ({
  role: "user",
  content: [
    { type: "text", text: "What?" },
    { type: "image_url", image_url: detail === undefined ? { url } : { url, detail } },
  ],
});
export const png = "data:image/png;base64,iVBORw0KGgo=";

/** A wrong row behind right ones: its code, how bad it is, at which provider, and of which model. */
export type Wrong = [code: string, verdict: string, provider: string, base: Rows, row: unknown, model?: string];

/** Where the row is named, whether in a whole sentence and with what to do, and what the file's verdict is. */
export async function namedOf(
  ...[code, severity, provider, base, row, model]: Wrong
): Promise<{ line: number | null | undefined; isSaid: boolean; verdict: string }> {
  const { findings, verdict } = await checked([...base, row], { provider, model });
  const found = findings.find((finding) => finding.code === code && finding.severity === severity);
  const sentence = new RegExp(`^Line ${base.length + 1}: [^{}]+\\.$`, "u");
  return {
    line: found?.line,
    isSaid: found !== undefined && sentence.test(found.sentence) && found.fix !== "",
    verdict,
  };
}
