import { expect } from "vitest";
import { convertBytes } from "../../src/index.ts";
import { textChunks } from "../data.ts";
import { lines } from "../checks/rows.ts";

/** What the rows are as OpenAI takes them; `null` for a row that holds no example. */
export async function written(row: object, to: string = "openai"): Promise<unknown> {
  let text = "";
  const done = await convertBytes(textChunks(lines([row])), { to, write: (more) => void (text += more) });
  expect(done).toMatchObject({ ok: true });
  return text === "" ? null : JSON.parse(text);
}
