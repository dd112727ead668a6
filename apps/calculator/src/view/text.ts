import { shownDay } from "@tunecast/estimator/text";

/** The apostrophe of print in place of that of the keyboard. */
export function nice(text: string): string {
  return text.replaceAll(/(?<=\p{L})'(?=\p{L})/gu, "’");
}

/** A sentence with its days as people write them: `since 2026-07-02` becomes `since 2 Jul 2026`; the day of a name stays. */
export function withDays(sentence: string): string {
  return sentence.replaceAll(/(?<![\w(-])\d{4}-\d{2}-\d{2}\b/gu, shownDay);
}
