import { open } from "node:fs/promises";

const words = "tuning cost data model answer question price token file run month paper river stone light cloud".split(
  " ",
);

/** Chat rows without two alike, from a fixed seed. */
export async function writeRows(path: string, bytes: number): Promise<void> {
  const file = await open(path, "w");
  let seed = 1;
  const word = (): string => {
    seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
    return `${words[seed % words.length]}${seed % 9973}`;
  };
  const text = (count: number): string => Array.from({ length: count }, word).join(" ");
  for (let written = 0; written < bytes;) {
    let part = "";
    while (part.length < 1_000_000)
      part += `${JSON.stringify({
        messages: [
          { role: "user", content: text(40) },
          { role: "assistant", content: text(60) },
        ],
      })}\n`;
    written += (await file.write(part)).bytesWritten;
  }
  await file.close();
}

const chat = (at: number): string =>
  JSON.stringify({
    messages: [
      { role: "user", content: `Where is parcel ${at}? It was sent on day ${at} and never came.` },
      { role: "assistant", content: `Parcel ${at} comes on day ${at + 3}.` },
    ],
  });
export const rows = (from: number, count: number): string =>
  Array.from({ length: count }, (_, at) => chat(from + at)).join("\n");

/** Rows of twelve shapes; the last two are tables. */
export const shapes: readonly (readonly [name: string, extension: string, row: (at: number) => string])[] = [
  ["chat", "jsonl", chat],
  [
    "chat with a system message",
    "jsonl",
    (at) =>
      JSON.stringify({
        messages: [
          { role: "system", content: "Be brief." },
          { role: "user", content: `Q ${at}` },
          { role: "assistant", content: `A ${at}` },
        ],
      }),
  ],
  ["prompt and completion", "jsonl", (at) => JSON.stringify({ prompt: `Question ${at}`, completion: `Answer ${at}` })],
  ["text", "jsonl", (at) => JSON.stringify({ text: `A text of some words ${at}` })],
  ["alpaca", "jsonl", (at) => JSON.stringify({ instruction: `Do ${at}`, input: "", output: `Done ${at}` })],
  [
    "sharegpt",
    "jsonl",
    (at) =>
      JSON.stringify({
        conversations: [
          { from: "human", value: `Q ${at}` },
          { from: "gpt", value: `A ${at}` },
        ],
      }),
  ],
  [
    "gemini",
    "jsonl",
    (at) =>
      JSON.stringify({
        contents: [
          { role: "user", parts: [{ text: `Q ${at}` }] },
          { role: "model", parts: [{ text: `A ${at}` }] },
        ],
      }),
  ],
  ["preference", "jsonl", (at) => JSON.stringify({ prompt: `Q ${at}`, chosen: `Good ${at}`, rejected: `Bad ${at}` })],
  [
    "DPO",
    "jsonl",
    (at) =>
      JSON.stringify({
        input: { messages: [{ role: "user", content: `Q ${at}` }] },
        preferred_output: [{ role: "assistant", content: `Good ${at}` }],
        non_preferred_output: [{ role: "assistant", content: `Bad ${at}` }],
      }),
  ],
  [
    "bedrock",
    "jsonl",
    (at) =>
      JSON.stringify({
        schemaVersion: "bedrock-conversation-2024",
        system: [{ text: "Be brief." }],
        messages: [
          { role: "user", content: [{ text: `Q ${at}` }] },
          { role: "assistant", content: [{ text: `A ${at}` }] },
        ],
      }),
  ],
  ["a table", "csv", (at) => `Question ${at},Answer ${at}`],
  ["a table with tabs", "tsv", (at) => `Question ${at}\tAnswer ${at}`],
];
