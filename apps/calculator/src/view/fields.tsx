import { useComputed } from "@preact/signals";
import type { JSX } from "preact";
import type { Form } from "../state/form.ts";
import type { NumberField } from "../question/inputs.ts";

interface FileButtonProps {
  readonly children: string;
  readonly use: (files: readonly File[]) => void;
  readonly multiple?: boolean;
  readonly accept?: string;
}

/** A button that opens the list of files; the same file can be chosen twice in a row. */
export function FileButton({ children, use, multiple, accept }: FileButtonProps): JSX.Element {
  return (
    <label class="button">
      <input
        class="unseen"
        type="file"
        multiple={multiple === true}
        {...(accept !== undefined && { accept })}
        onChange={(event) => {
          use([...(event.currentTarget.files ?? [])]);
          event.currentTarget.value = "";
        }}
      />
      {children}
    </label>
  );
}

/** A button that reads as a link. */
export function TextButton({ act, children }: { act: () => void; children: string }): JSX.Element {
  return (
    <button type="button" class="plain" onClick={act}>
      {children}
    </button>
  );
}

export type Choice = readonly [value: string, name: string];

interface SelectProps {
  readonly id: string;
  readonly label: string;
  readonly value: string;
  readonly options: readonly Choice[];
  readonly choose: (value: string) => void;
  readonly wide?: boolean;
  /** The label is for screen readers alone. */
  readonly bare?: boolean;
  /** Called before the list is seen for the first time. */
  readonly open?: () => void;
}

/** A labelled list to choose from. A value that is not in the list is shown as it is. */
export function Select({ id, label, value, options, choose, wide, bare, open }: SelectProps): JSX.Element {
  const isKnown = options.some(([each]) => each === value);
  const select = (
    <select
      id={id}
      {...(bare === true && { "aria-label": label })}
      value={value}
      {...(open !== undefined && { onFocus: open, onPointerDown: open })}
      onChange={(event) => choose(event.currentTarget.value)}
    >
      {(isKnown ? options : [...options, [value, value] as const]).map(([each, name]) => (
        <option key={each} value={each}>
          {name}
        </option>
      ))}
    </select>
  );
  if (bare === true) return select;
  return (
    <div class={wide === true ? "field wide" : "field"}>
      <label htmlFor={id}>{label}</label>
      {select}
    </div>
  );
}

export interface NumberInputProps {
  readonly form: Form;
  readonly field: NumberField;
  readonly label: string;
  /** Stands in the empty field: what is taken when it stays empty. */
  readonly placeholder?: string;
  readonly hint?: string;
  readonly wide?: boolean;
  /** A counted value that stands in for the typed one. */
  readonly counted?: string | null;
}

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
