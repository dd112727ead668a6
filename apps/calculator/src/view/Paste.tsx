import type { JSX } from "preact";
import { useState } from "preact/hooks";

interface PasteProps {
  readonly id: string;
  readonly label: string;
  readonly placeholder: string;
  readonly button: string;
  /** Takes the lines; a sentence where they cannot be read. */
  readonly take: (text: string) => string;
}

/** Lines of a spreadsheet, pasted. */
export function Paste({ id, label, placeholder, button, take }: PasteProps): JSX.Element {
  const [text, setText] = useState("");
  const [problem, setProblem] = useState("");
  const onClick = (): void => {
    const said = take(text);
    setProblem(said);
    if (said === "") setText("");
  };
  return (
    <div class="field paste">
      <label htmlFor={id}>{label}</label>
      <textarea
        id={id}
        rows={4}
        spellcheck={false}
        value={text}
        placeholder={placeholder}
        onInput={(event) => setText(event.currentTarget.value)}
      />
      {problem !== "" && <p class="problem">{problem}</p>}
      <button type="button" disabled={text.trim() === ""} onClick={onClick}>
        {button}
      </button>
    </div>
  );
}
