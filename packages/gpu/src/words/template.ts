export type TemplateFacts = Readonly<Record<string, unknown>>;

/** A text with its facts in place of `{name}`. */
export function textOf(text: string, facts: TemplateFacts): string {
  return text.replaceAll(/\{(\w+)\}/gu, (whole, name: string) => (name in facts ? String(facts[name]) : whole));
}
