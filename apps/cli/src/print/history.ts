import type { ModelEntry, ProviderFile, Rate, ResidencyEntry, StatusEntry } from "@tunecast/estimator";
import { tierOf } from "@tunecast/estimator/prices";
import type { PriceFiles } from "@tunecast/estimator/rows";
import { rateText as exactly } from "@tunecast/estimator/text";
import { wrapped } from "./table.ts";
import { styleOf, type Style } from "../style.ts";
import type { Screen } from "../host.ts";
import { widthOf } from "./note.ts";

/** All that the price files say of a model or machine, oldest first; null where nothing bears the name. */
export function historyText(history: PriceFiles, id: string, screen: Screen): string | null {
  const style = styleOf(screen);
  const width = widthOf(screen);
  // `provider/model:method@variant` is cut down to what names a model.
  const name = id.replace(/[:@].*$/, "");
  const models = history.providers.flatMap((file) =>
    file.models
      .filter((model) => bears(name, file.provider, [model.id, ...(model.aliases ?? [])]))
      .map((model) => modelText(file, model, style, width)),
  );
  const machines = history.clouds.flatMap(({ cloud, rates }) => {
    const own = rates.filter((rate) => bears(name, cloud, [rate.id]));
    return own.length === 0
      ? []
      : [
          [
            style.strong(`${cloud}/${own[0]?.id}`),
            ...own.map((rate) =>
              rateText(
                { ...rate, kind: `${rate.gpus} × ${rate.gpu}, ${rate.term.replaceAll("_", " ")}`, per: "hour" },
                style,
                width,
              ),
            ),
          ].join("\n"),
        ];
  });
  const found = [...models, ...machines];
  return found.length === 0 ? null : `${found.join("\n\n")}\n`;
}

function bears(name: string, provider: string, names: readonly string[]): boolean {
  return names.some((own) => name === own || name === `${provider}/${own}`);
}

function modelText(file: ProviderFile, model: ModelEntry, style: Style, width: number): string {
  const facts = [
    model.parameters === undefined ? "" : `${model.parameters}B parameters`,
    model.licence ?? "",
    `counted by ${model.counting}`,
  ].filter((fact) => fact !== "");
  const status = [...(file.status ?? []), ...(model.status ?? [])]
    .sort(byDay)
    .map((entry) => statusText(entry, style, width));
  const places = (file.residency ?? [])
    .filter(({ among = "" }) => model.id.startsWith(among))
    .map((entry) => placeText(entry, style, width));
  const tier = tierOf(file, model);
  const rates = [
    ...section("", model.rates),
    ...section(`  Size tier ${tier?.label}:`, tier?.rates),
    ...section("  All models:", file.rates),
  ];
  function section(title: string, list: readonly Rate[] = []): string[] {
    const lines = [...list].sort(byDay).map((rate) => rateText(rate, style, width));
    return title === "" || lines.length === 0 ? lines : [title, ...lines];
  }
  const unknown = (model.unknown ?? []).map(({ kind, where }) =>
    wrapped(`${kind.replaceAll("_", " ")}: price not found, look at ${where}`, width, "  "),
  );
  const notes = [model.note, file.note]
    .filter((note) => note !== undefined)
    .map((note) => style.quiet(wrapped(note, width, "  ")));
  const title = `${style.strong(`${file.provider}/${model.id}`)}  ${style.quiet(`${facts.join(", ")}; checked ${file.checked}`)}`;
  return [title, ...status, ...places, ...rates, ...unknown, ...notes].join("\n");
}

function statusText({ kind, from, source, seen }: StatusEntry, style: Style, width: number): string {
  return `  ${from}  ${kind.replaceAll("_", " ")}\n${style.quiet(wrapped(`${source} (seen ${seen})`, width, "              "))}`;
}

/** `trains in US, SE (regional)`: with whose word it is. */
function placeText(
  { places, variant, source, seen, confidence, note }: ResidencyEntry,
  style: Style,
  width: number,
): string {
  const where = places.length === 0 ? "where it trains is not stated" : `trains in ${places.join(", ")}`;
  const origin = `${source} (${confidence}, seen ${seen})${note === undefined ? "" : `: ${note}`}`;
  return `  ${seen}  ${where}${variant === undefined ? "" : ` (${variant})`}\n${style.quiet(wrapped(origin, width, "              "))}`;
}

/** How sure the first day of a rate is. */
const firstDay: Readonly<Record<string, string>> = {
  stated: "from that day by its own words",
  copy: "first known copy",
  before: "in force before that day",
  read: "since when is not known",
};

function rateText(
  rate: Omit<Rate, "kind" | "per"> & { kind: string; per: string },
  style: Style,
  width: number,
): string {
  const {
    from,
    fromKind,
    kind,
    method,
    variant,
    service,
    per,
    source,
    seen,
    seenKind,
    alsoSeen = [],
    evidence = [],
    confidence,
    conflicts = [],
    disputed,
    note,
  } = rate;
  const what = [kind.replaceAll("_", " "), method, variant, service].filter((part) => part !== undefined).join(", ");
  const indent = "              ";
  const days = [...alsoSeen, seen].join(", ");
  const sighted = seenKind === "read" ? `a copy without a day, read ${seen}` : `seen ${days}`;
  const origin = `${source} (${confidence}, ${sighted}; ${firstDay[fromKind] ?? ""})`;
  return [
    `  ${from}  ${what}  ${style.strong(exactly(rate))} per ${per}`,
    style.quiet(wrapped(origin, width, indent)),
    ...(disputed === undefined
      ? []
      : [wrapped(`Disagrees: ${disputed.said}: ${exactly({ ...rate, ...disputed })}`, width, indent)]),
    ...conflicts.map((conflict) => wrapped(`Disagrees: ${conflict}`, width, indent)),
    ...evidence.map(({ copy, day, quote }) =>
      style.quiet(wrapped(`“${quote}” ${copy}${day === null ? "" : `, ${day}`}`, width, indent)),
    ),
    ...(note === undefined ? [] : [style.quiet(wrapped(note, width, indent))]),
  ].join("\n");
}

function byDay(a: { readonly from: string }, b: { readonly from: string }): number {
  return a.from < b.from ? -1 : a.from > b.from ? 1 : 0;
}
