import type { Assumption } from "../contract/answer.ts";
import type { Profile, RuleCounts } from "../contract/profile.ts";
import { countText } from "../words/amount.ts";
import { isOpenai } from "./tokenRatios.ts";

/** Said where a template was counted and nobody says that it is billed. */
export function templateAssumption(template: string): Assumption {
  return {
    kind: "template_billing_unknown",
    sentence: `Counted with the ${template} chat template; whether the provider bills the template's own tokens is not stated, so the low end leaves them out.`,
  };
}

/** Said where texts have to be made messages. */
export const convertedAssumption: Assumption = {
  kind: "converted_tokens",
  sentence:
    "The rows are texts and this offer takes messages: the tokens around each message, once they are converted, are counted in, and left out at the low end.",
};

/** What was counted by no published form. */
export function doubtAssumption(template: string, { doubt }: RuleCounts): Assumption[] {
  if (doubt === undefined) return [];
  const what = isOpenai(template)
    ? "Pictures whose size or detail the rows leave open, names and tools are counted by rules that few bills show"
    : "Tools and their calls are counted as JSON text, and each template prints them in a form of its own";
  return [
    {
      kind: "form_not_known",
      sentence: `${what}: up to ${countText(doubt.less)} tokens less or ${countText(doubt.more)} more in one pass.`,
    },
  ];
}

/** Pictures that are in no count. */
export function pictures({ images }: Profile, areCounted: boolean): Assumption[] {
  if (images === 0 || areCounted) return [];
  const are = images === 1 ? "1 picture is" : `${countText(images)} pictures are`;
  const sentence = `${are} not counted: how this provider counts pictures is not known.`;
  return [{ kind: "not_counted", sentence, part: "training" }];
}
