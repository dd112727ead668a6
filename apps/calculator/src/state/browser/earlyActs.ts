/** Parts of the answer of the build that a hand or a key acts on: they answer once they are rendered anew. */
const parts = ":is(.answer, #offer-choice) :is(a, button, summary, input, select)";
/** Milliseconds for which a press counts, which are those for which a browser lets it copy: later it would surprise. */
const patience = 5000;
const over = new AbortController();
/** What was acted on, and when last. */
const acted = new Map<Element, number>();

function anew({ id, textContent }: Element): HTMLElement | undefined {
  const all = [...document.querySelectorAll<HTMLElement>(parts)];
  return all.find((part) => (id === "" ? part.textContent === textContent : part.id === id));
}

/** Keeps in mind what a reader acts on. A link leads on without help. */
export function keepActs(): void {
  const keep = ({ target, timeStamp }: Event): void => {
    const part = target instanceof Element ? target.closest(`${parts}:not(a)`) : null;
    if (part !== null) acted.set(part, timeStamp);
  };
  for (const sign of ["click", "input"]) addEventListener(sign, keep, { signal: over.signal });
}

/** Renders these parts anew as the reader left them: what is pressed, open or typed is so again, and the focus stays. */
export function carryOver(render: () => void): void {
  over.abort();
  const focused = document.activeElement?.closest(parts);
  render();
  for (const [part, at] of acted) {
    const now = anew(part);
    const fold = part.parentElement;
    if (part instanceof HTMLInputElement && now instanceof HTMLInputElement) {
      now.value = part.value;
      now.dispatchEvent(new Event("input", { bubbles: true }));
      // What is still typed counts once the field is left.
      const leave = (): void => void now.dispatchEvent(new Event("change", { bubbles: true }));
      if (part === focused) now.addEventListener("blur", leave, { once: true });
      else leave();
    } else if (fold instanceof HTMLDetailsElement ? fold.open : performance.now() - at < patience) now?.click();
  }
  // What stands in a fold takes the focus once the fold is open again.
  if (focused) anew(focused)?.focus({ preventScroll: true });
}
