import { timeText } from "@tunecast/estimator/text";
import type { JSX } from "preact";
import type { Calculator } from "../state/calculator.ts";
import type { Mover } from "../state/movers.ts";
import { timeSpan } from "./text.ts";
import { useLater } from "./useLater.ts";

/** What moves the pay-back most: each input at half and at twice what is stated, on one scale. */
export function Movers({ calculator, aside }: { calculator: Calculator; aside?: boolean }): JSX.Element | null {
  // Beside the fields it is a part of the page; among the ways a part of these.
  const Heading = aside === true ? "h2" : "h3";
  const movers = calculator.deciding.movers.value;
  const now = useLater(calculator.choice).offer?.breakEven?.months ?? null;
  const [first] = movers;
  if (first === undefined || now === null) return null;
  const at = Number(now);
  const ends = movers.flatMap(({ half, twice }) => [half, twice]).filter((end) => end !== null);
  const scale = logScale([...ends, at]);
  return (
    <div class="movers">
      <Heading class="movers-title">What moves the {timeText(at)} most</Heading>
      <p class="hint">
        It hangs most on: {first.name.toLowerCase()}. Each bar shows the time with half and with twice what you stated;
        the mark is now.
      </p>
      <dl>
        {movers.map((mover) => (
          <div key={mover.name}>
            <dt>{mover.name}</dt>
            <dd>{spanOf(mover)}</dd>
            <dd aria-hidden="true">
              <svg class="rail" viewBox="0 0 100 8" preserveAspectRatio="none">
                <rect class="ground" x="0" y="3" width="100" height="2" />
                <rect class="amount" {...barOf(mover, scale)} y="1" height="6" />
                <rect class="now" x={scale(at) - 0.4} y="0" width="0.8" height="8" />
              </svg>
            </dd>
          </div>
        ))}
      </dl>
    </div>
  );
}

function spanOf({ half, twice }: Mover): string {
  const [low = null, high = null] = [half, twice].toSorted(
    (a, b) => (a ?? Number.POSITIVE_INFINITY) - (b ?? Number.POSITIVE_INFINITY),
  );
  if (low === null) return "never either way";
  if (low === 0) return high === 0 ? "at once either way" : `at once to ${high === null ? "never" : timeText(high)}`;
  const span = timeSpan(low, high);
  return span === timeText(low) ? `${span} either way` : span;
}

function barOf(
  { half, twice }: Mover,
  scale: (months: number) => number,
): { readonly x: number; readonly width: number } {
  const places = [half, twice].map((end) => (end === null ? 100 : scale(end)));
  const x = Math.min(...places);
  return { x, width: Math.max(0.8, Math.max(...places) - x) };
}

/** Times as places from 0 to 100 on a scale of ratios; a day is the shortest that is told apart. */
function logScale(times: readonly number[]): (months: number) => number {
  const shortest = 1 / 30;
  const logs = times.map((time) => Math.log(Math.max(time, shortest)));
  const [low, high] = [Math.min(...logs), Math.max(...logs)];
  return (months) => (high === low ? 50 : 4 + (92 * (Math.log(Math.max(months, shortest)) - low)) / (high - low));
}
