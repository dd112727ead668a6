/** The apostrophe of print in place of that of the keyboard. */
export function nice(text: string): string {
  return text.replaceAll(/(?<=\p{L})'(?=\p{L})/gu, "’");
}
