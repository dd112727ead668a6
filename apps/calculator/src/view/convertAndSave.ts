import type { Offer } from "@tunecast/estimator";
import { numberText } from "../question/numberText.ts";
import type { Calculator } from "../state/calculator.ts";
import { rulesOf } from "../state/offers/acceptance.ts";
import { fileProblemText } from "../tokens/problemText.ts";

/** Writes the counted file in the shape that the provider of an offer takes, and hands it to the reader. */
export async function convertAndSave(
  { form, prices }: Calculator,
  { file, name }: { readonly file: Blob; readonly name: string },
  offer: Offer,
): Promise<void> {
  const rules = rulesOf(offer.id, prices);
  if (rules === null) return form.actions.announce(`${offer.providerName} publishes no shape to convert to.`);
  form.actions.announce("Converting …");
  const { convertFile } = await import("../tokens/checker.ts");
  const done = await convertFile({ file, name, to: rules.check, columns: form.file.columns.peek() });
  if (!done.ok) return form.actions.announce(fileProblemText(done.problem));
  const { conversion } = done.value;
  form.actions.save(
    `${name.replace(/(?:\.\w+)+$/u, "")}.${rules.check}.jsonl`,
    "application/x-ndjson",
    done.value.file,
  );
  const { length } = conversion.losses;
  const lost = length === 0 ? "" : ` ${numberText(length)} kinds of content have no place there.`;
  form.actions.announce(`Saved ${numberText(conversion.written)} of ${numberText(conversion.rows)} rows.${lost}`);
}
