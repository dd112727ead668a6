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
      <dd class={`figure ${looks(figure)}`}>{figure}</dd>
      <dd class="range">{range}</dd>
      <dd class="reason">{children}</dd>
    </div>
  );
}

/** Words are smaller than figures, and long figures as small as their place asks: `$93,000,000.00`, `$0.00000075`. */
function looks(figure: string): string {
  if (!/\d/u.test(figure)) return "word";
  if (figure.length > 14) return "longest";
  return figure.length > 11 ? "longer" : figure.length > 9 ? "long" : "";
}
