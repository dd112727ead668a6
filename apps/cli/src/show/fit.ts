import { changeText, type Change, type Cluster, type FitAnswer, type Most, type PricedCluster } from "@tunecast/gpu";
import { columnsOf, type Report, type Table } from "@tunecast/estimator/report";
import { moneyText } from "@tunecast/estimator/text";
import { plainReport, tableBlock } from "./report.ts";

/** What fits: the card asked about first, then the smallest and the cheapest cards for the run. */
export function fitReport({ model, card, smallest, cheapest, assumptions }: FitAnswer): Report {
  const name = `${model.id} (${(model.parameters / 1e9).toFixed(model.parameters < 1e10 ? 2 : 1)}B parameters)`;
  const ways = card?.ways.map((way, at) => `${at === 0 ? "What makes it fit: " : "or "}${wayText(way)}.`) ?? [];
  const tables = card?.limits ? [limitsTable(card, card.limits)] : [];
  const notes = [
    smallestText(smallest),
    ...(cheapest === null ? [] : [cheapestText(cheapest)]),
    ...assumptions.map(({ sentence }) => sentence),
  ];
  return plainReport(card === null ? name : `${name} ${verdictText(card)}`, { asked: ways, tables, notes });
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

function wayText({ options, gpus, totalGiB, timeFactor }: Change): string {
  const slower = timeFactor >= 1.05 ? `, × ${timeFactor.toFixed(1)} of the GPU time` : "";
  const cards = gpus > 1 ? " a card" : "";
  return `${changeText(options)}  (${totalGiB.toFixed(1)} GiB${cards}${slower})`;
}

const columns = columnsOf("|1|2");

function limitsTable({ ways, verdict }: Card, limits: NonNullable<Card["limits"]>): Table {
  const { maxTokens, microBatch, rank, model } = limits;
  const most = (name: string, option: string, one: Most | undefined, whole: string): string[][] =>
    one === undefined ? [] : [[name, `${option} ${one.value}`, one.all ? `(${whole})` : ""]];
  const rows = [
    ...most("longest rows", "--max-tokens", maxTokens, "all that the model reads"),
    ...most("rows at once", "--micro-batch", microBatch, "no more were tried"),
    ...most("rank", "--rank", rank, "no higher ranks were tried"),
    ...(model === undefined ? [] : [["largest model", `--model ${model.id}`, ""]]),
  ];
  const changed = verdict === "fits" ? "At" : `With ${changeText(ways[0]?.options ?? {})} at`;
  return tableBlock(columns, rows, `${changed} most, each alone:`);
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
  const cost = `${moneyText(price)} ${per === "run" ? "for the run" : "an hour"}`;
  return `Cheapest on demand: ${clusterText(cheapest)}, ${cost} at ${cloud} (price seen ${seen})`;
}
