import { checkBytes, chunked } from "../data.ts";
import type { CheckReport } from "../../src/index.ts";
import { lines, user, type Rows } from "./rows.ts";

export const encode = (text: string): Uint8Array => new TextEncoder().encode(text);

export async function checked(bytes: Uint8Array, options: Parameters<typeof checkBytes>[1]): Promise<CheckReport> {
  const report = await checkBytes(chunked(bytes), options);
  if (!report.ok) throw new Error(JSON.stringify(report.problem));
  return report.value;
}

/** Findings but advice, as `severity code line`. */
export async function found(
  rows: Rows | string,
  provider: string,
  more: Partial<Parameters<typeof checkBytes>[1]> = {},
): Promise<string[]> {
  const report = await checked(encode(typeof rows === "string" ? rows : lines(rows)), { provider, ...more });
  return report.findings
    .filter(({ severity }) => severity !== "advice")
    .map(({ severity, code, line }) => `${severity} ${code} ${line ?? "file"}`);
}

export const call = (id: string): object => ({
  role: "assistant",
  content: null,
  tool_calls: [{ id, type: "function", function: { name: "f", arguments: "{}" } }],
});
export const answered = (id: string): object => ({ role: "tool", tool_call_id: id, content: "ok" });
export const tools = [
  { type: "function", function: { name: "f", description: "d", parameters: { type: "object", properties: {} } } },
];
export const picture = (url: string): object => user([{ type: "image_url", image_url: { url } }]);

export const gemini = (part: object): object => ({
  systemInstruction: { parts: [{ text: "s" }] },
  contents: [
    { role: "user", parts: [part] },
    { role: "model", parts: [{ text: "b" }] },
  ],
});
