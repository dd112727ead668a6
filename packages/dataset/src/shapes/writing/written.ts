import type { Example, Image } from "../../formats/example.ts";

/** A row of the target format, or the reason why it cannot hold the example; and what it holds only in part. */
export interface Written {
  readonly row: object | null;
  /** Why there is no row: `images`, `tools`, `preference`, `text`, `tokens`, `system_not_first`, `last_not_assistant`, … */
  readonly refused: string | null;
  /** What was left out or changed: `weight`, `name`, `thoughts`, `developer_role`. */
  readonly changed: readonly string[];
}

/** Writes an example in the shape of a target. */
export type Writer = (example: Example) => Written;

export function refused(reason: string): Written {
  return { row: null, refused: reason, changed: [] };
}

export function written(row: object, changed: Iterable<string>): Written {
  return { row, refused: null, changed: [...new Set(changed)] };
}

/** A picture as a part of a target; null where it cannot hold it. */
export type PicturePart = (image: Image) => object | null;

/** Targets that hold no pictures. */
export const noPicture: PicturePart = () => null;

/** What the target cannot be given of an example: token ids are not text, and of some pictures no address is known. */
export function unholdable(example: Example, picture: PicturePart = noPicture): string | null {
  if (example.ids !== null) return "tokens";
  const all = [...example.messages, ...(example.rejected ?? [])];
  return all.some(({ images }) => images?.some((image) => picture(image) === null) === true) ? "images" : null;
}

/** Parts of a message in their order: texts, and pictures where they stood among them. */
export function partsOf(
  texts: readonly string[],
  images: readonly Image[],
  text: (text: string) => object,
  picture: PicturePart,
): object[] {
  const at = (place: number): object[] =>
    images.filter(({ after = 0 }) => Math.min(after, texts.length) === place).flatMap((image) => picture(image) ?? []);
  return [...at(0), ...texts.flatMap((one, i) => [text(one), ...at(i + 1)])];
}
