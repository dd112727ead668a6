import type { Note } from "../contract/notes.ts";
import type { Profile, RuleCounts } from "../contract/profile.ts";
import { isOpenai } from "./tokenRatios.ts";

/** Said where a template was counted and nobody says that it is billed. */
export function templateAssumption(template: string): Note {
  return { kind: "template_billing_unknown", template };
}

/** Said where texts have to be made messages. */
export const convertedAssumption: Note = { kind: "converted_tokens" };

/** What was counted by no published form. */
export function doubtAssumption(template: string, { doubt }: RuleCounts): Note[] {
  if (doubt === undefined) return [];
  const { less, more } = doubt;
  return [{ kind: "form_not_known", of: isOpenai(template) ? "pictures_names_tools" : "tools", less, more }];
}

/** Pictures that are in no count. */
export function pictures({ images }: Profile, areCounted: boolean): Note[] {
  if (images === 0 || areCounted) return [];
  return [{ kind: "not_counted", what: "pictures", pictures: images, part: "training" }];
}
