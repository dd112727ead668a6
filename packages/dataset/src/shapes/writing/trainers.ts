import { saidTexts, type Example, type Image, type Message } from "../../formats/example.ts";
import {
  joined,
  partsOf,
  refused,
  turnsOf,
  unholdable,
  written,
  type PicturePart,
  type Turn,
  type Writer,
  type Written,
} from "./turns.ts";

const anyPicture: PicturePart = ({ url = "" }) => (url === "" ? null : { url });

const mark = "<image>";

function marked(texts: readonly string[], images: readonly Image[]): string {
  const marks = texts.join("").split(mark).length - 1;
  if (images.length === 0 || marks === images.length) return joined(texts);
  const said = (text: string): object => ({ text });
  const parts = partsOf(texts, images, said, () => said(mark)) as { readonly text: string }[];
  return parts.map(({ text }) => text).join("");
}

const addresses = (images: readonly Image[]): object =>
  images.length > 0 ? { images: images.map(({ url }) => url) } : {};

function stopOf(example: Example): string | null {
  const { answer, messages, rejected } = example;
  if (answer >= messages.length && rejected === null) return "missing_assistant";
  const isLong = rejected !== null && (rejected.length !== 1 || messages.length - answer !== 1);
  return unholdable(example, { picture: anyPicture }) ?? (isLong ? "multi_turn_preference" : null);
}

const textOf = (message: Message | undefined): string => (message === undefined ? "" : joined(saidTexts(message)));

/** LLaMA-Factory's Alpaca rows: what was said before is the history; of a pair both answers, pictures in a column. @source https://github.com/hiyouga/LLaMA-Factory/blob/main/data/README.md (read 2026-11-28) */
export const llamaFactory: Writer = (example): Written => {
  const stop = stopOf(example);
  if (stop !== null) return refused(stop);
  if (example.layout === "text" && example.answer === 0)
    return written({ text: example.messages.map(textOf).join("") }, []);
  const changed = new Set<string>();
  const found = turnsOf(example.messages, changed);
  if (typeof found === "string") return refused(found);
  const { system, turns } = found;
  const texts = turns.map((turn: Turn) => marked(turn.texts, turn.images));
  const history = Array.from({ length: turns.length / 2 - 1 }, (_, i) => [texts[2 * i], texts[2 * i + 1]]);
  const answer = texts.at(-1) ?? "";
  return written(
    {
      instruction: texts.at(-2) ?? "",
      input: "",
      ...(example.rejected === null ? { output: answer } : { chosen: answer, rejected: textOf(example.rejected[0]) }),
      ...(system.length > 0 && { system: joined(system) }),
      ...(history.length > 0 && { history }),
      ...addresses(turns.flatMap(({ images }) => images)),
    },
    changed,
  );
};

/** ms-swift's rows: messages, of a pair the worse answer beside them, pictures in a column. @source https://github.com/modelscope/ms-swift/blob/main/docs/source_en/Customization/Custom-dataset.md (read 2026-11-26) */
export const msSwift: Writer = (example): Written => {
  const stop = stopOf(example);
  if (stop !== null) return refused(stop);
  const changed = new Set<string>();
  const messages = example.messages.map((message) => {
    const { role, images, name, thoughts, trained } = message;
    if (name !== null) changed.add("name");
    if (thoughts !== null) changed.add("thoughts");
    if (role === "developer") changed.add("developer_role");
    return {
      role: role === "developer" ? "system" : role,
      content: marked(saidTexts(message), images ?? []),
      ...(role === "assistant" && !trained && { loss: false }),
    };
  });
  return written(
    {
      messages,
      ...(example.rejected !== null && { rejected_response: textOf(example.rejected[0]) }),
      ...addresses(example.messages.flatMap(({ images }) => images ?? [])),
    },
    changed,
  );
};
