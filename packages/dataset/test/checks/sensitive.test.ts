import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { sensitiveIn } from "../../src/checks/rowRules.ts";
import { checkBytes, textChunks } from "../data.ts";
import { assistant, lines, user } from "./rows.ts";

/** Made up, in the form that their makers give them; put together here so that no scanner takes them for real. */
const made = {
  openai: `sk-proj-${"aB3dE5".repeat(8)}`,
  github: `ghp_${"a1B2c3".repeat(6)}`,
  aws: `AKIA${"IOSFODNN7EXAMPLE".slice(0, 16).replaceAll("8", "A").replaceAll("9", "B").replaceAll("1", "C").replaceAll("0", "D")}`,
  jwt: `eyJ${"a".repeat(20)}.eyJ${"b".repeat(20)}.${"c".repeat(20)}`,
};

describe("personal data and secrets", () => {
  it.each([
    ["a mail address", "Write to jane.doe+x@mail.tunecast.dev today", "personal_data", "mail address ja…ev"],
    ["a short mail address", "a@bc.de", "personal_data", "mail address a…e"],
    ["a card number", "pay with 4111 1111 1111 1111.", "personal_data", "card number 41…11"],
    ["a key of OpenAI", `token=${made.openai}`, "secret", "key of OpenAI or Anthropic sk…E5"],
    ["a token of GitHub", made.github, "secret", "token of GitHub gh…c3"],
    ["a key of AWS", `id ${made.aws}`, "secret", "key of AWS AK…LE"],
    ["a signed token", `Bearer ${made.jwt}`, "secret", "signed token ey…cc"],
    ["a private key", "-----BEGIN RSA PRIVATE KEY-----\nMIIE", "secret", "private key …"],
  ])("are found: %s", (_what, text, code, shown) => {
    expect(sensitiveIn(text)).toContainEqual({ code, shown });
  });

  it.each([
    ["a number without the checksum", "order 4111 1111 1111 1112"],
    ["a long decimal", "3.14159265358979323846"],
    ["zeros", "0000 0000 0000 0000"],
    ["an account without the checksum", "DE89 3704 0044 0532 0130 01"],
    ["an address of nobody", "someone@example.com"],
    ["a handle", "@tunecast and a@b"],
    ["words", "ask-me-anything about sk-learn, hf_hub and eyJ"],
    ["code", "const x = a[4] @ b; // 2024-11-24 10:00:00"],
  ])("are not seen in %s", (_what, text) => expect(sensitiveIn(text)).toEqual([]));

  it("are never shown whole, and never cost time that grows faster than the text", () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[a-z0-9.@+-]{1,200}$/u), (text) => {
        for (const { shown } of sensitiveIn(`${text}@mail.tunecast.dev 4111111111111111`))
          expect(shown.length).toBeLessThan(40);
      }),
    );
    for (const text of ["a".repeat(2e6), "1 ".repeat(1e6), "a@".repeat(1e6), "a.".repeat(1e6), "DE89 ".repeat(4e5)])
      sensitiveIn(text);
  });

  it("are advice of every check, by line, and change no verdict", async () => {
    const row = (text: string): object => ({ messages: [user(text), assistant("Yes.")] });
    const clean = Array.from({ length: 12 }, (_, i) => row(`Question ${i}`));
    const rows = [...clean, row(`My card is 4111111111111111, my key ${made.github}`)];
    const [before, after] = await Promise.all(
      [clean, rows].map((some) => checkBytes(textChunks(lines(some)), { provider: "openai" })),
    );
    if (!before?.ok || !after?.ok) throw new Error("not checked");
    expect(after.value.verdict).toBe(before.value.verdict);
    const found = after.value.findings.filter(({ code }) => ["secret", "personal_data"].includes(code));
    expect(found.map(({ severity, code, line }) => [severity, code, line])).toEqual([
      ["advice", "personal_data", 13],
      ["advice", "secret", 13],
    ]);
    expect(JSON.stringify(after.value)).not.toContain("4111111111111111");
    expect(JSON.stringify(after.value)).not.toContain(made.github);
  });
});
