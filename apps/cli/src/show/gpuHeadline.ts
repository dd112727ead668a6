import type { SelfHostAnswer } from "@tunecast/gpu";
import { moneyText } from "@tunecast/estimator/text";
import { counted } from "./counted.ts";
import { visibleLine } from "./table.ts";

/** What comes of the question, in a sentence: whether it fits, how long it takes, what it costs at least. */
export function headline({ model, gpu, gpus, sharding, verdict, memory, fits, hours, cost }: SelfHostAnswer): string {
  const active = model.active === model.parameters ? "" : `, ${billions(model.active)} active`;
  const name = `${visibleLine(model.id)} (${billions(model.parameters)} parameters${active})`;
  const cards = `${gpus} × ${gpu.name}${gpus > 1 ? ` (${sharding})` : ""}`;
  const own = fits.find((fit) => fit.gpu === gpu.id);
  const total = memory.totalGiB.toFixed(1);
  const there = own?.memoryGiB.toFixed(0);
  const needs =
    there === undefined
      ? `${total} GiB a card`
      : verdict === "no"
        ? `it takes ${total} GiB a card, and there are ${there}`
        : `${total} of ${there} GiB a card`;
  const time = hours === null ? "" : `; ${runText(hours)}`;
  const rent = rentText(cost?.offers ?? [], gpu.id, gpus);
  return `${name} ${verdicts[verdict]} ${cards}: ${needs}${time}${rent}.`;
}

/** What those cards cost at least; and the cheapest way, where that is on others. Hours and dollars of a sentence are of the same cards. */
function rentText(offers: NonNullable<SelfHostAnswer["cost"]>["offers"], gpu: string, gpus: number): string {
  const own = offers.find((offer) => offer.gpu === gpu && offer.gpus === gpus);
  const [first] = offers;
  const on =
    first === undefined || first === own
      ? ""
      : `${moneyText(first.total)} at ${first.cloud} on ${first.gpus} × ${first.gpu}`;
  if (own === undefined) return on === "" ? "" : `; the cheapest that takes it: ${on}`;
  return `, from ${moneyText(own.total)} at ${own.cloud}${on === "" ? "" : ` (the cheapest: ${on})`}`;
}

/** Memory by part, one below the other where there is room. */
export function memoryLines(answer: SelfHostAnswer, brief: number): string[] {
  const { memory } = answer;
  // Parts have peaks of their own: without this row they would not add up to the total.
  const apart: [string, number] =
    memory.notAtOnce > 0 ? ["never together", -memory.notAtOnce] : ["step", -memory.notAtOnce];
  const parts = [...Object.entries<number>({ ...memory.parts }), apart].filter(([, gib]) => Math.abs(gib) >= 0.005);
  const total = `Memory per card: ${memory.totalGiB.toFixed(1)} GiB (${memory.low.toFixed(1)} to ${memory.high.toFixed(1)})`;
  return brief > 0
    ? [`${total}: ${parts.map(([part, gib]) => `${partName(part, answer)} ${gib.toFixed(2)}`).join(", ")}`]
    : [total, ...parts.map(([part, gib]) => `  ${partName(part, answer).padEnd(14)}${gib.toFixed(2).padStart(9)} GiB`)];
}

const verdicts: Readonly<Record<SelfHostAnswer["verdict"], string>> = {
  fits: "fits",
  tight: "fits tightly, with little memory to spare,",
  no: "does not fit",
};

/** A trained head is kept where adapters are. */
function partName(part: string, { input }: SelfHostAnswer): string {
  return part === "adapters" && input["method"] === "head" ? "trained head" : part;
}

function billions(parameters: number): string {
  return `${(parameters / 1e9).toFixed(parameters < 1e10 ? 2 : 1)}B`;
}

/** `1.9 hours for one run (38 minutes to 6.3 hours)`. */
export function runText({ low, typical, high }: NonNullable<SelfHostAnswer["hours"]>): string {
  const [from = "", likely = "", to = ""] = [low, typical, high].map(hoursText);
  // `12 to 26 minutes`, but `less than a minute to 2 minutes`.
  const [digits, unit] = from.split(" ");
  const sameUnit = /^\d/u.test(from) && unit !== undefined && to.includes(unit.replace(/s$/u, ""));
  return `${likely} for one run${from === to ? "" : ` (${sameUnit ? digits : from} to ${to})`}`;
}

function hoursText(hours: number): string {
  if (hours >= 1) return counted(hours.toFixed(1), "hour");
  const minutes = Math.round(hours * 60);
  return minutes < 1 ? "less than a minute" : counted(minutes, "minute");
}
