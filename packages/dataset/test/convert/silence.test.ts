import { describe, expect, it } from "vitest";
import { checkFor, convertBytes, profileBytes, type Conversion } from "../../src/index.ts";
import { textChunks } from "../data.ts";

async function converted(text: string, more: object = {}): Promise<Conversion> {
  const conversion = await convertBytes(textChunks(text), { to: "openai", write: () => undefined, ...more });
  if (!conversion.ok) throw new Error(conversion.problem.kind);
  return conversion.value;
}

describe("what is said of a conversion", () => {
  it("is no loss where a text looks like JSON", async () => {
    const row = { instruction: "Sort it.", input: '[{"name":"a","age":1,"city":"b"}]', output: "Done." };
    expect(await converted(JSON.stringify(row))).toMatchObject({ written: 1, losses: [] });
  });

  it("is that a key stands twice, wherever the row is read", async () => {
    const text =
      '{"messages":[{"role":"user","content":"old"}],"messages":[{"role":"user","content":"say \\"messages\\": 1"},{"role":"assistant","content":"b"}]}';
    expect(await converted(text)).toMatchObject({ losses: [{ kind: "changed", what: "repeated_key", lines: [1] }] });
    const profile = await profileBytes(textChunks(text), { rules: [] });
    expect(profile).toMatchObject({ value: { findings: [{ code: "repeated_key", severity: "warning" }] } });
    const once = text.replace('"messages":[{"role":"user","content":"old"}],', "");
    expect(await converted(once)).toMatchObject({ written: 1, losses: [] });
    const codes = async (of: string): Promise<string[]> => {
      const report = await checkFor("generic", textChunks(of));
      return report.ok ? report.value.findings.map(({ code }) => code) : [];
    };
    expect(await codes(text)).toContain("repeated_key");
    expect(await codes(once)).not.toContain("repeated_key");
  });

  it("is nothing where all is held: pictures, tools and the target's own fields", async () => {
    const picture = { type: "image_url", image_url: { url: "https://example.com/a.png" } };
    const user = { role: "user", content: [{ type: "text", text: "a" }, picture] };
    const row = { messages: [user, { role: "assistant", content: "b" }], parallel_tool_calls: false };
    let text = "";
    const conversion = await converted(JSON.stringify(row), { write: (more: string) => void (text += more) });
    expect(conversion).toMatchObject({ written: 1, losses: [] });
    expect(JSON.parse(text)).toEqual(row);
  });

  it("is the first ten places, and all on request", async () => {
    const text = '{"a":1}\n'.repeat(25);
    expect((await converted(text)).losses[0]?.lines).toHaveLength(10);
    expect((await converted(text, { allPlaces: true })).losses[0]?.lines).toHaveLength(25);
  });
});
