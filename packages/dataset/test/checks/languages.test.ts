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
