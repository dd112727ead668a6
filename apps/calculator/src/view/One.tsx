import type { ComponentChildren, JSX } from "preact";

export interface OneProps {
  readonly label: string;
  readonly figure: string;
  readonly range: string;
  readonly children: ComponentChildren;
}

/** One of the answers: its figure, how sure it is, and why. */
export function One({ label, figure, range, children }: OneProps): JSX.Element {
  return (
    <div class="one">
      <dt>{label}</dt>
      <dd class={/\d/u.test(figure) ? "figure" : "figure word"}>{figure}</dd>
      <dd class="range">{range}</dd>
      <dd class="reason">{children}</dd>
    </div>
  );
}
