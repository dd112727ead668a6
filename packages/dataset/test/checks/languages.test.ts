import { describe, expect, it } from "vitest";

import { languageOf } from "../../src/checks/languages.ts";
import { checkBytes, textChunks } from "../data.ts";

const texts: readonly (readonly [string | null, string])[] = [
  ["English", "What is the capital of Portugal, and how far is it from the sea?"],
  ["German", "Wie weit ist die Hauptstadt von Portugal vom Meer entfernt, und ist sie auf einem Hügel gebaut?"],
  ["French", "Quelle est la capitale du Portugal et dans quelle région se trouve-t-elle ?"],
  ["Spanish", "¿Cuál es la capital de Portugal y por qué es una ciudad con tantas colinas?"],
  ["Italian", "Qual è la capitale del Portogallo e come si arriva con il treno? Non è lontana."],
  ["Dutch", "Wat is de hoofdstad van Portugal en is het een stad op zeven heuvels?"],
  ["Chinese", "葡萄牙的首都是哪里？"],
  ["Japanese", "ポルトガルの首都はどこですか。"],
  ["Korean", "포르투갈의 수도는 어디입니까?"],
  ["Greek", "Ποια είναι η πρωτεύουσα της Πορτογαλίας;"],
  ["Cyrillic script", "Какая столица Португалии?"],
  ["Arabic script", "ما هي عاصمة البرتغال؟"],
  [null, "x = f(17) + 4"],
  // Short ones.
  ["English", "How do I reset my password?"],
  ["English", "What do I do to get to the office?"],
  ["English", "I want to do as I am told to do."],
  ["English", "Where can I find my order, and do I have to pay to return it?"],
  ["English", "do it as a list: to the left, to the right"],
  ["Polish", "Jak zmienić hasło i czy to jest możliwe przez telefon?"],
  ["Polish", "Nie wiem, co się stało i dlaczego."],
  ["Portuguese", "Não sei o que fazer com a minha conta, você pode ajudar?"],
  ["Portuguese", "Como altero a senha da minha conta em casa?"],
  ["Spanish", "¿Cómo cambio la contraseña de mi cuenta? ¿Qué es más fácil?"],
  ["Turkish", "Şifremi nasıl değiştirebilirim ve bu ne kadar sürer?"],
  ["Indonesian", "Bagaimana cara mengganti kata sandi yang lupa dan tidak bisa dibuka?"],
  ["Swedish", "Hur kan jag byta lösenord och vad är det för fel?"],
];

describe("languageOf", () => {
  it.each(texts)("tells %s", (language, text) => expect(languageOf(text)).toBe(language));
});

describe("a file in two languages", () => {
  it("is named as one", async () => {
    const rows = texts.slice(0, 2).map(([, text]) => ({
      messages: [
        { role: "user", content: text },
        { role: "assistant", content: text },
      ],
    }));
    const report = await checkBytes(textChunks(rows.map((row) => JSON.stringify(row)).join("\n")), { provider: "trl" });
    expect(report.ok && report.value.findings.find(({ code }) => code === "languages")).toMatchObject({
      severity: "advice",
      sentence: "The file: the examples are in several languages (English 50 %, German 50 %).",
    });
  });
});
