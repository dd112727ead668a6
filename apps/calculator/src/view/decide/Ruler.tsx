import { untracked } from "@preact/signals";
import type { JSX } from "preact";
import { numberText } from "../../question/numberText.ts";
import { extraTokens } from "../../question/question.ts";
import type { Calculator } from "../../state/calculator.ts";
import type { Form } from "../../state/form.ts";
import type { DecidedWay } from "@tunecast/estimator";
import type { DecisionHead, DecisionVerdict } from "@tunecast/estimator/report";
import { place, type Scale, valueAt } from "../scale.ts";

/** The scale on which an input decides. */
export interface RulerScale {
  readonly label: string;
  readonly field: "requests" | "saved";
  readonly now: number;
  /** A value as a place from 0 to 100, and back. */
  readonly placeOf: (value: number) => number;
  readonly valueAt: (place: number) => number;
  readonly zones: readonly Zone[];
  readonly marks: readonly (readonly [place: number, text: string])[];
}

interface Zone {
  readonly name: string;
  readonly width: number;
  readonly tone: "no" | "mid" | "good";
  readonly on: boolean;
}

/** Requests on a scale of ratios, prompt tokens on a plain one; null where no value changes the verdict. */
export function rulerScale(
  { said, found }: Pick<DecisionVerdict, "said" | "found">,
  { inputs: { value: inputs }, profile, today }: Pick<Form, "inputs" | "profile" | "today">,
): RulerScale | null {
  if (said === null || found === null || said.saves + said.pays === "") return null;
  const isRequests = found.input === "requestsPerMonth";
  const [saves, pays] = [found.saves ?? 0, found.pays ?? Infinity];
  const value = isRequests ? Math.max(inputs.requests ?? 0, 1) : Math.round(extraTokens(inputs, profile));
  const last = Number.isFinite(pays) ? pays : saves;
  const low = isRequests ? Math.max(1, Math.min((saves > 0 ? saves : last) / 4, value)) : 0;
  const high = isRequests ? Math.max(last * 10, value, low * 10) : Math.max(8000, 2 * saves, value);
  const scale: Scale = { kind: isRequests ? "log2" : "linear", from: low, to: high, start: 0, end: 100 };
  const placeOf = (value: number): number => place(scale, Math.min(Math.max(value, low), high));
  // What is ahead at first and behind in the end does not pay back later.
  const isNever = said.verdict === "dont" && !said.costsMore && said.stops === "";
  const lasts = isNever ? pays : paysBeforeItStops({ saves, pays }, found.tuned, inputs.day ?? today);
  return {
    label: isRequests ? "Requests a month" : "Prompt tokens saved by tuning",
    field: isRequests ? "requests" : "saved",
    now: value,
    placeOf,
    valueAt: (at) => Math.round(Number(valueAt(scale, at).toPrecision(3))),
    zones: zonesOf(placeOf(lasts), placeOf(pays), said.verdict),
    marks: marksOf(placeOf, { saves, pays, high, isRequests }, said),
  };
}

const monthMilliseconds = 730 * 3_600_000;

/** From where on it has paid back by the day on which it stops answering: a longer time needs as much less of what is over `saves`. */
function paysBeforeItStops(
  { saves, pays }: { readonly saves: number; readonly pays: number },
  { against, months }: DecidedWay,
  asOf: string,
): number {
  if (against === null || against.stops === null) return saves;
  const left = (Date.parse(against.stops) - Date.parse(asOf)) / monthMilliseconds;
  return saves + (pays - saves) * Math.min(1, months / left);
}

function zonesOf(saves: number, pays: number, verdict: string): readonly Zone[] {
  const zones: readonly Zone[] = [
    { name: "don’t", width: saves, tone: "no", on: verdict === "dont" },
    { name: "not yet", width: pays - saves, tone: "mid", on: verdict === "not_yet" },
    { name: "tune", width: 100 - pays, tone: "good", on: verdict === "tune" },
  ];
  return zones.filter(({ width }) => width > 0.5);
}

function marksOf(
  placeOf: (value: number) => number,
  ends: { readonly saves: number; readonly pays: number; readonly high: number; readonly isRequests: boolean },
  said: { readonly saves: string; readonly pays: string },
): RulerScale["marks"] {
  const { saves, pays, high, isRequests } = ends;
  const first = [placeOf(saves), said.saves] as const;
  const second = [placeOf(pays), said.pays] as const;
  const isNear = second[0] - first[0] < 14;
  const thresholds = [
    ...(saves > 0 && said.saves !== "" && !(isNear && Number.isFinite(pays)) ? [first] : []),
    ...(Number.isFinite(pays) && said.pays !== "" ? [second] : []),
  ];
  const inner = thresholds.filter(([place]) => place > 0 && place < 100);
  if (isRequests) return inner;
  const apart = inner.filter(([place]) => place > 8 && place < 88);
  return [[0, "0"], ...apart, [100, numberText(Math.round(high))]];
}

/** Draws the verdict: the zones are its three words, the handle is the input that decides. */
export function Ruler({ calculator, report }: { calculator: Calculator; report: DecisionHead }): JSX.Element {
  const { form } = calculator;
  // Not followed: a key moves the handle together with the figures, and draws nothing before them.
  const scale = untracked(() => rulerScale(report.verdict, form));
  if (scale === null) return <div class="ruler" />;
  const text = numberText(Math.round(scale.now));
  const on = scale.zones.find((zone) => zone.on)?.name ?? "";
  return (
    <div class="ruler">
      <label htmlFor="ruler">
        {scale.label} <output htmlFor="ruler">{text}</output>
      </label>
      <Zones zones={scale.zones} />
      <input
        id="ruler"
        type="range"
        min="0"
        max="100"
        step="0.1"
        value={scale.placeOf(scale.now)}
        aria-valuetext={`${text}: ${on}`}
        onInput={(event) => form.type(scale.field, numberText(scale.valueAt(Number(event.currentTarget.value))))}
      />
      <Marks marks={scale.marks} />
    </div>
  );
}

/** @param now where no handle can be moved, its place */
export function Zones({ zones, now }: Pick<RulerScale, "zones"> & { now?: number }): JSX.Element {
  return (
    <svg class="zones" aria-hidden="true" width="100%" height="34">
      {zones.map(({ name, width, tone, on }, index) => {
        const start = zones.slice(0, index).reduce((sum, zone) => sum + zone.width, 0);
        return (
          <g key={name} class={on ? `${tone} on` : tone}>
            {width > 9 && (
              <text
                class={width < 2.4 * name.length ? "tight" : undefined}
                x={`${start + width / 2}%`}
                y="14"
                text-anchor="middle"
              >
                {name}
              </text>
            )}
            <rect x={`${start}%`} y="26" width={`${Math.max(0, width - 0.3)}%`} height="8" />
          </g>
        );
      })}
      {now !== undefined && <circle class="now" cx={`${now}%`} cy="30" r="9" />}
    </svg>
  );
}

export function Marks({ marks }: Pick<RulerScale, "marks">): JSX.Element {
  return (
    <svg class="marks" aria-hidden="true" width="100%" height="20">
      {marks.map(([place, text], index) => (
        <text
          key={index}
          class={(marks[index + 1]?.[0] ?? Infinity) - place < 18 ? "tight" : undefined}
          x={`${place}%`}
          y="14"
          text-anchor={place < 4 ? "start" : place > 94 ? "end" : "middle"}
        >
          {text}
        </text>
      ))}
    </svg>
  );
}
