import type { CloudFile } from "../../prices/cloudFile.ts";
import { namesOf, tierOf } from "../../prices/offers.ts";
import type { ModelEntry, ProviderFile, ResidencyEntry } from "../../prices/priceFile.ts";
import { order } from "../../check/order.ts";
import type { Rate } from "../../prices/rateEntry.ts";
import { counted, rateText } from "../amount.ts";
import { spaced } from "../estimateProblems.ts";
import { bare, filled, notesOf, tableOf, columnsOf } from "./report.ts";
import type { Block, Note, Report, TableRow } from "./report.ts";

/** What the price files say of a model or machine, newest first; null where nothing bears the name. */
export function historyReport(
  { providers, clouds }: { readonly providers: readonly ProviderFile[]; readonly clouds: readonly CloudFile[] },
  id: string,
): Report | null {
  // `provider/model:method@variant` is cut down to what names a model.
  const name = id.replace(/[:@].*$/, "");
  const bears = (provider: string, names: readonly string[]): boolean =>
    names.some((own) => name === own || name === `${provider}/${own}`);
  const models = providers.flatMap((file) =>
    file.models.filter((model) => bears(file.provider, namesOf(model))).map((model) => modelEntry(file, model)),
  );
  const machines = clouds.flatMap(({ cloud, rates }): Entry[] => {
    const own = rates.filter((rate) => bears(cloud, [rate.id]));
    const lines = own.map((rate) =>
      rateLine({ ...rate, kind: `${rate.gpus} × ${rate.gpu}, ${spaced(rate.term)}`, per: "hour" }, ""),
    );
    return own.length === 0 ? [] : [{ title: `${cloud}/${own[0]?.id}`, lines, notes: [] }];
  });
  const found = [...models, ...machines];
  const [first, ...others] = found;
  if (first === undefined) return null;
  return {
    ...bare,
    headline: others.length === 0 ? first.title : `${counted(found.length, "model")} of the book bear that name.`,
    blocks: found.flatMap((entry) => blocksOf(entry, found.length > 1)),
  };
}

interface Line {
  readonly from: string;
  readonly cells: readonly string[];
  readonly source: string;
  /** What is said of it beside its source: other figures, quotes. */
  readonly said: readonly string[];
}

interface Entry {
  readonly title: string;
  readonly lines: readonly Line[];
  readonly notes: readonly string[];
}

const columns = columnsOf("from|what|rate|of 1|since 3|seen 2|confidence 1|source > 1");

function blocksOf({ title, lines, notes }: Entry, isOfSeveral: boolean): readonly Block[] {
  const sorted = lines.toSorted((a, b) => order(b.from, a.from));
  // An address is wider than a screen: the table has its number.
  const sources = [...new Set(sorted.map(({ source }) => source))];
  const rows = sorted.map(({ from, cells, source }): TableRow => {
    return { id: `${from} ${cells[0]}`, cells: [from, ...cells, String(sources.indexOf(source) + 1)] };
  });
  const said = sorted.flatMap(({ from, cells, said: more }) => more.map((one) => `${from} ${cells[0]}: ${one}`));
  const numbered = sources.map((source, at) => `${at + 1}: ${source}`);
  const small = [...said, ...notes].map((text): Note => ({ text, small: true }));
  return filled([
    tableOf(title, columns, rows, { title: isOfSeveral ? title : "" }),
    notesOf("sources", numbered),
    notesOf("said", small),
  ]);
}

function modelEntry(file: ProviderFile, model: ModelEntry): Entry {
  const facts = [
    ...(model.parameters === undefined ? [] : [`${model.parameters}B parameters`]),
    ...(model.licence === undefined ? [] : [model.licence]),
    `counted by ${model.counting}`,
    `checked ${file.checked}`,
  ];
  const tier = tierOf(file, model);
  const ofTier = `size tier ${tier?.label}`;
  const places = (file.residency ?? []).filter(({ among = "" }) => model.id.startsWith(among));
  return {
    title: `${file.provider}/${model.id} (${facts.join(", ")})`,
    lines: [
      ...[...(file.status ?? []), ...(model.status ?? [])].map(({ kind, from, source, seen }) => {
        return { from, cells: [spaced(kind), "", "", "", seen, ""], source, said: [] };
      }),
      ...places.map(placeLine),
      ...(model.rates ?? []).map((rate) => rateLine(rate, "")),
      ...(tier?.rates ?? []).map((rate) => rateLine(rate, ofTier)),
      ...(file.rates ?? []).map((rate) => rateLine(rate, "all models")),
    ],
    notes: [
      ...(model.unknown ?? []).map(({ kind, where }) => `${spaced(kind)}: price not found, look at ${where}`),
      ...[model.note, file.note].filter((note) => note !== undefined),
    ],
  };
}

/** `trains in US, SE (regional)`: with whose word it is. */
function placeLine({ places, variant, source, seen, confidence, note }: ResidencyEntry): Line {
  const where = places.length === 0 ? "where it trains is not stated" : `trains in ${places.join(", ")}`;
  const what = variant === undefined ? where : `${where} (${variant})`;
  return { from: seen, cells: [what, "", "", "", seen, confidence], source, said: note === undefined ? [] : [note] };
}

const firstDay: Readonly<Record<string, string>> = {
  stated: "that day by its own words",
  copy: "first known copy",
  before: "in force before",
  read: "not known",
};

function rateLine(rate: Rate, of: string): Line {
  const { from, fromKind, kind, method, variant, service, per, source, seen, confidence, disputed, note } = rate;
  const { seenKind, alsoSeen = [], evidence = [], conflicts = [] } = rate;
  const other = disputed === undefined ? [] : [`${disputed.said}: ${rateText({ ...rate, ...disputed })}`];
  const disagreeing = [...other, ...conflicts].map((text) => `Disagrees: ${text}`);
  const names = [spaced(kind), method, variant, service, disagreeing.length > 0 ? "disputed" : undefined];
  const what = names.filter((part) => part !== undefined).join(", ");
  const sighted = seenKind === "read" ? `copy without a day, read ${seen}` : [...alsoSeen, seen].join(", ");
  const quotes = evidence.map(({ copy, day, quote }) => `“${quote}” ${copy}${day === null ? "" : `, ${day}`}`);
  return {
    from,
    cells: [what, `${rateText(rate)} per ${per}`, of, firstDay[fromKind] ?? "", sighted, confidence],
    source,
    said: [...disagreeing, ...quotes, ...(note === undefined ? [] : [note])],
  };
}
