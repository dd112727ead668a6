import { changeText, type Change, type Cluster, type FitAnswer, type Most, type PricedCluster } from "@tunecast/gpu";
import { countText, moneyText, visibleText } from "@tunecast/estimator/text";
import type { Screen } from "../read/host.ts";
import { styleOf } from "./style.ts";
import { widthOf } from "./note.ts";
import { wrapped } from "./table.ts";

/** What fits, for people: the card asked about first, then the smallest and the cheapest cards for the run. */
export function fitText({ model, card, smallest, cheapest }: FitAnswer, screen: Screen): string {
  const style = styleOf(screen);
  const line = (text: string): string => wrapped(visibleText(text), widthOf(screen));
  const name = `${model.id} (${(model.parameters / 1e9).toFixed(model.parameters < 1e10 ? 2 : 1)}B parameters)`;
  const sections =
    card === null ? [] : [style.strong(line(`${name} ${verdictText(card)}`)), ...wayLines(card), ...limitLines(card)];
  const head = card === null ? [style.strong(line(name))] : [""];
  const clusters = [line(smallestText(smallest)), ...(cheapest === null ? [] : [line(cheapestText(cheapest))])];
  return `${[...sections, ...head, ...clusters].join("\n")}\n`;
}

type Card = NonNullable<FitAnswer["card"]>;

function verdictText({ verdict, gpus, name, ways, instead }: Card): string {
  const where = `${gpus} × ${name}`;
  if (verdict === "fits") return `fits ${where} as asked.`;
  const smaller =
    instead === null
      ? ""
      : ` The largest model that fits: --model ${[instead.model.id, changeText(instead.options)].join(" ").trim()}.`;
  const none = ways.length === 0 ? ` No settings, shorter rows or adapters make it fit.${smaller}` : "";
  return `${verdict === "tight" ? `is too close to the limit of ${where} to be safe.` : `does not fit ${where}.`}${none}`;
}

/** The ways to make it fit, each by itself. */
function wayLines({ ways }: Card): string[] {
  const [first, ...others] = ways.map(wayText);
  if (first === undefined) return [];
  return ["", `What makes it fit: ${first}`, ...others.map((text) => `or:                ${text}`)];
}

function wayText({ options, gpus, totalGiB, timeFactor }: Change): string {
  const slower = timeFactor >= 1.05 ? `, × ${timeFactor.toFixed(1)} of the GPU time` : "";
  const cards = gpus > 1 ? " a card" : "";
  return `${changeText(options)}  (${totalGiB.toFixed(1)} GiB${cards}${slower})`;
}

function limitLines({ limits, ways, verdict }: Card): string[] {
  if (limits === null) return [];
  const { maxTokens, microBatch, rank, model } = limits;
  const heading =
    verdict === "fits" ? "At most, each alone:" : `With ${changeText(ways[0]?.options ?? {})} at most, each alone:`;
  return [
    "",
    heading,
    ...mostLine("longest rows", "--max-tokens", maxTokens, "all that the model reads"),
    ...mostLine("rows at once", "--micro-batch", microBatch, "no more were tried"),
    ...mostLine("rank", "--rank", rank, "no higher ranks were tried"),
    ...(model === undefined ? [] : [row("largest model", `--model ${model.id}`, "")]),
  ];
}

function mostLine(name: string, option: string, most: Most | undefined, whole: string): string[] {
  return most === undefined ? [] : [row(name, `${option} ${most.value}`, most.all ? whole : "")];
}

function row(name: string, value: string, note: string): string {
  return `  ${name.padEnd(15)}${value}${note === "" ? "" : `  (${note})`}`;
}

function clusterText({ gpu, gpus, sharding, totalGiB }: Cluster): string {
  const split = gpus > 1 ? ` --gpus ${gpus} --sharding ${sharding}` : "";
  return `--gpu ${gpu}${split} (${totalGiB.toFixed(1)} GiB${gpus > 1 ? " a card" : ""})`;
}

function smallestText(smallest: Cluster | null): string {
  return smallest === null
    ? "No cards of the book hold this run: lower its memory, or take a smaller model."
    : `Smallest that holds the run as asked: ${clusterText(smallest)}`;
}

function cheapestText(cheapest: PricedCluster): string {
  const { cloud, seen, price, per } = cheapest;
  const cost =
    per === "run" ? `${moneyText(price)} for the run` : `${countText(price.amount)} ${price.currency} an hour`;
  return `Cheapest on demand: ${clusterText(cheapest)}, ${cost} at ${cloud} (price seen ${seen})`;
}
