import { useComputed } from "@preact/signals";
import type { JSX } from "preact";
import type { Form } from "../state/form.ts";
import type { NumberField } from "../question/inputs.ts";

export interface NumberInputProps {
  readonly form: Form;
  readonly field: NumberField;
  readonly label: string;
  /** Stands in the empty field: what is taken when it stays empty. */
  readonly placeholder?: string;
  readonly hint?: string;
  /** Takes the whole row. */
  readonly wide?: boolean;
  /** A counted value that stands in for the typed one. */
  readonly counted?: string | null;
}

/** A labelled field for a number, with what to put right below it. */
export function NumberInput({ form, field, label, placeholder, hint, wide, counted }: NumberInputProps): JSX.Element {
  // By itself, so that a key draws its own field anew and no other.
  const text = useComputed(() => form.typed.value[field]);
  const problem = useComputed(() => form.problemOf(field)).value;
  const described = [problem && `${field}-problem`, hint && `${field}-hint`].filter(Boolean).join(" ");
  return (
    <div class={`field${wide ? " wide" : ""}${problem ? " wrong" : ""}`}>
      <label htmlFor={field}>{label}</label>
      <input
        id={field}
        type="text"
        inputMode="decimal"
        autocomplete="off"
        spellcheck={false}
        value={counted ?? text.value}
        readOnly={counted !== null && counted !== undefined}
        placeholder={placeholder ?? ""}
        aria-invalid={problem !== null}
        {...(described !== "" && { "aria-describedby": described })}
        onInput={(event) => form.type(field, event.currentTarget.value)}
        onFocus={(event) => event.currentTarget.select()}
        onBlur={() => form.tidy(field)}
      />
      {hint && (
        <p class="hint" id={`${field}-hint`}>
          {hint}
        </p>
      )}
      {problem && (
        <p class="problem" id={`${field}-problem`}>
          {problem}
        </p>
      )}
    </div>
  );
}
