import type { JSX } from "preact";

/** A value and its name. */
export type Choice = readonly [value: string, name: string];

interface SelectProps {
  readonly id: string;
  readonly label: string;
  readonly value: string;
  readonly options: readonly Choice[];
  readonly choose: (value: string) => void;
  /** Takes the whole row. */
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
