import { describe, expect, it } from "vitest";

import { Languages, languageOf } from "../../src/checks/languages.ts";
import { checkBytes, chunked, dataBytes, filesIn, hasData, textChunks } from "../data.ts";

const texts: readonly (readonly [string | null, string])[] = [
  ["en", "What is the capital of Portugal, and how far is it from the sea?"],
  ["de", "Wie weit ist die Hauptstadt von Portugal vom Meer entfernt, und ist sie auf einem Hügel gebaut?"],
  ["fr", "Quelle est la capitale du Portugal et dans quelle région se trouve-t-elle ?"],
  ["es", "¿Cuál es la capital de Portugal y por qué es una ciudad con tantas colinas?"],
  ["it", "Qual è la capitale del Portogallo e come si arriva con il treno? Non è lontana."],
  ["nl", "Wat is de hoofdstad van Portugal en is het een stad op zeven heuvels?"],
  ["zh", "葡萄牙的首都是哪里？"],
  ["ja", "ポルトガルの首都はどこですか。"],
  ["ko", "포르투갈의 수도는 어디입니까?"],
  ["el", "Ποια είναι η πρωτεύουσα της Πορτογαλίας;"],
  ["ru", "Какая столица Португалии?"],
  ["ar", "ما هي عاصمة البرتغال؟"],
  ["uk", "Яка столиця Португалії і чи далеко вона від моря?"],
  ["fa", "پایتخت پرتغال کجاست؟"],
  ["hi", "पुर्तगाल की राजधानी क्या है?"],
  ["cs", "Jaké je hlavní město Portugalska a jak daleko je k moři?"],
  ["vi", "Thủ đô của Bồ Đào Nha là gì?".normalize("NFD")],
  [null, "x = f(17) + 4"],
  [null, "```\nfor item in list_of_items: print(item)\n```"],
  [null, "https://example.com/der/die/das"],
  [null, "Lisbon."],
  [null, ""],
  // Short ones.
  ["en", "How do I reset my password?"],
  ["en", "What do I do to get to the office?"],
  ["en", "I want to do as I am told to do."],
  ["en", "Where can I find my order, and do I have to pay to return it?"],
  ["en", "do it as a list: to the left, to the right"],
  ["pl", "Jak zmienić hasło i czy to jest możliwe przez telefon?"],
  ["pl", "Nie wiem, co się stało i dlaczego."],
  ["pt", "Não sei o que fazer com a minha conta, você pode ajudar?"],
  ["pt", "Como altero a senha da minha conta em casa?"],
  ["es", "¿Cómo cambio la contraseña de mi cuenta? ¿Qué es más fácil?"],
  ["tr", "Şifremi nasıl değiştirebilirim ve bu ne kadar sürer?"],
  ["ms", "Bagaimana cara mengganti kata sandi yang lupa dan tidak bisa dibuka?"],
  ["sv", "Hur kan jag byta lösenord och vad är det för fel?"],
];

describe("languageOf", () => {
  it.each(texts)("tells %s", async (language, text) => expect(await languageOf(text)).toBe(language));
});

/** What is said of a file of such examples. */
async function saidOf(list: readonly string[]): Promise<string | undefined> {
  const rows = list.map((text) => ({
    messages: [
      { role: "user", content: text },
      { role: "assistant", content: "OK." },
    ],
  }));
  const report = await checkBytes(textChunks(rows.map((row) => JSON.stringify(row)).join("\n")), { provider: "trl" });
  if (!report.ok) throw new Error(report.problem.kind);
  return report.value.findings.find(({ code }) => code === "languages")?.sentence;
}

const of = (language: string): string[] => texts.flatMap(([code, text]) => (code === language ? [text] : []));

describe("a file", () => {
  it("in two languages is named as one", async () => {
    expect(await saidOf([...of("en"), ...of("pl"), ...of("pl"), ...of("pl")])).toBe(
      "The file: the examples are in several languages (English 50 %, Polish 50 %).",
    );
  });

  it("in one is not: neither a single text nor words that other languages have, too, make it several", async () => {
    expect(await saidOf(Array.from({ length: 60 }, (_, i) => of("en")[i % 6] ?? ""))).toBeUndefined();
    expect(await saidOf([...of("en"), ...of("en"), ...of("de")])).toBeUndefined();
    expect(await saidOf([...of("en"), 'Spell "accommodate". a-c-c-o-m-m-o-d-a-t-e', "Name a citrus fruit."])).toBe(
      undefined,
    );
  });

  it("is looked at evenly, however large it is", async () => {
    const languages = new Languages();
    for (let n = 0; n < 5000; n += 1)
      languages.add([{ role: "user", text: (n < 4000 ? of("en") : of("de"))[0] ?? "" }]);
    expect(await languages.words()).toBe("English 80 %, German 20 %");
  });
});

/** What is true of the files of the shared data, all others being in one language. */
const several: Readonly<Record<string, string>> = {
  "datasets/alpaca/llamafactory_identity.json": "Chinese, English",
  "datasets/vision/llamafactory_mllm_demo.json": "English, Chinese",
  "datasets/vision/llamafactory_v1_multimodal_demo.jsonl": "English, Chinese",
};

describe.skipIf(!hasData)("files of the shared data", () => {
  it("are named where they are in several languages, and no others", async () => {
    const said = await Promise.all(
      [...filesIn("datasets"), ...filesIn("conformance")].map(async (path) => {
        const report = await checkBytes(chunked(new Uint8Array(dataBytes(path))), { provider: "generic", name: path });
        const sentence = report.ok
          ? report.value.findings.find(({ code }) => code === "languages")?.sentence
          : undefined;
        const names = /\((.*)\)/u.exec(sentence ?? "")?.[1]?.replaceAll(/ \d+ %/gu, "");
        return [path, names] as const;
      }),
    );
    expect(Object.fromEntries(said.filter(([, names]) => names !== undefined))).toEqual(several);
  }, 60_000);
});
