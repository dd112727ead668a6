import type { ModelEntry, ProviderFile, Rate, ResidencyEntry, StatusEntry } from "@tunecast/estimator";
import { tierOf } from "@tunecast/estimator/prices";
import type { PriceFiles } from "@tunecast/estimator/rows";
import { countText, rateText as exactly } from "@tunecast/estimator/text";
import { wrapped, styleOf, type Style } from "./table.ts";
import type { Screen } from "../read/host.ts";
import { fitted } from "./fitted.ts";
import { widthOf } from "./note.ts";

interface Page {
  readonly style: Style;
  readonly width: number;
  readonly isBrief: boolean;
}

/**
 * What the price files say of a model or machine, oldest first; null where nothing bears the name. All of it in a file or
 * a pipe; on a terminal the newest that there is room for.
 */
export function historyText(history: PriceFiles, id: string, screen: Screen): string | null {
  const page = { style: styleOf(screen), width: widthOf(screen) };
  const whole = entries(history, id, { ...page, isBrief: false });
  if (whole === null) return null;
  return fitted(screen, undefined, 1, ({ brief, top }) =>
    brief === 0 ? `${whole}\n` : newest(entries(history, id, { ...page, isBrief: true }) ?? "", top, page.style),
  );
}

function newest(text: string, top: number | undefined, style: Style): string {
  const lines = text.split("\n").filter((line) => line !== "");
  const kept = top === undefined || top >= lines.length ? lines : [...lines.slice(0, 1), ...lines.slice(1).slice(-top)];
  const left = lines.length - kept.length;
  const note = `${left > 0 ? `${countText(left)} earlier lines, sources` : "Sources"} and quotes: the same with | less`;
  return [...kept, style.quiet(note), ""].join("\n");
}

function entries(history: PriceFiles, id: string, page: Page): string | null {
  // `provider/model:method@variant` is cut down to what names a model.
  const name = id.replace(/[:@].*$/, "");
  const models = history.providers.flatMap((file) =>
    file.models
      .filter((model) => bears(name, file.provider, [model.id, ...(model.aliases ?? [])]))
      .map((model) => modelText(file, model, page)),
  );
  const machines = history.clouds.flatMap(({ cloud, rates }) => {
    const own = rates.filter((rate) => bears(name, cloud, [rate.id]));
    return own.length === 0
      ? []
      : [
          [
            page.style.strong(`${cloud}/${own[0]?.id}`),
            ...own.map((rate) =>
              rateText(
                { ...rate, kind: `${rate.gpus} × ${rate.gpu}, ${rate.term.replaceAll("_", " ")}`, per: "hour" },
                page,
              ),
            ),
          ].join("\n"),
        ];
  });
  const found = [...models, ...machines];
  return found.length === 0 ? null : found.join("\n\n");
}

function bears(name: string, provider: string, names: readonly string[]): boolean {
  return names.some((own) => name === own || name === `${provider}/${own}`);
}

function modelText(file: ProviderFile, model: ModelEntry, page: Page): string {
  const { style, width, isBrief } = page;
  const facts = [
    model.parameters === undefined ? "" : `${model.parameters}B parameters`,
    model.licence ?? "",
    `counted by ${model.counting}`,
  ].filter((fact) => fact !== "");
  const status = [...(file.status ?? []), ...(model.status ?? [])].sort(byDay).map((entry) => statusText(entry, page));
  const places = (file.residency ?? [])
    .filter(({ among = "" }) => model.id.startsWith(among))
    .map((entry) => placeText(entry, page));
  const tier = tierOf(file, model);
  const rates = [
    ...section("", model.rates),
    ...section(`  Size tier ${tier?.label}:`, tier?.rates),
    ...section("  All models:", file.rates),
  ];
  function section(title: string, list: readonly Rate[] = []): string[] {
    const lines = [...list].sort(byDay).map((rate) => rateText(rate, page));
    return title === "" || lines.length === 0 ? lines : [title, ...lines];
  }
  const unknown = (model.unknown ?? []).map(({ kind, where }) =>
    wrapped(`${kind.replaceAll("_", " ")}: price not found, look at ${where}`, width, "  "),
  );
  const notes = (isBrief ? [] : [model.note, file.note])
    .filter((note) => note !== undefined)
    .map((note) => style.quiet(wrapped(note, width, "  ")));
  const title = `${style.strong(`${file.provider}/${model.id}`)}  ${style.quiet(`${facts.join(", ")}; checked ${file.checked}`)}`;
  return [title, ...status, ...places, ...rates, ...unknown, ...notes].join("\n");
}

const indent = " ".repeat(14);

function statusText({ kind, from, source, seen }: StatusEntry, page: Page): string {
  return [`  ${from}  ${kind.replaceAll("_", " ")}`, ...below(`${source} (seen ${seen})`, page)].join("\n");
}

/** `trains in US, SE (regional)`: with whose word it is. */
function placeText({ places, variant, source, seen, confidence, note }: ResidencyEntry, page: Page): string {
  const where = places.length === 0 ? "where it trains is not stated" : `trains in ${places.join(", ")}`;
  const origin = `${source} (${confidence}, seen ${seen})${note === undefined ? "" : `: ${note}`}`;
  const line = `  ${seen}  ${where}${variant === undefined ? "" : ` (${variant})`}`;
  return [line, ...below(origin, page)].join("\n");
}

function below(text: string, { style, width, isBrief }: Page): string[] {
  return isBrief ? [] : [style.quiet(wrapped(text, width, indent))];
}

const firstDay: Readonly<Record<string, string>> = {
  stated: "from that day by its own words",
  copy: "first known copy",
  before: "in force before that day",
  read: "since when is not known",
};

function rateText(rate: Omit<Rate, "kind" | "per"> & { kind: string; per: string }, page: Page): string {
  const { style, width, isBrief } = page;
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
  const days = [...alsoSeen, seen].join(", ");
  const sighted = seenKind === "read" ? `a copy without a day, read ${seen}` : `seen ${days}`;
  const line = `  ${from}  ${what}  ${style.strong(exactly(rate))} per ${per}`;
  const disagreeing = [
    ...(disputed === undefined ? [] : [`${disputed.said}: ${exactly({ ...rate, ...disputed })}`]),
    ...conflicts,
  ].map((text) => wrapped(`Disagrees: ${text}`, width, indent));
  return [
    isBrief && disagreeing.length > 0 ? `${line}, disputed` : line,
    ...below(`${source} (${confidence}, ${sighted}; ${firstDay[fromKind] ?? ""})`, page),
    ...(isBrief ? [] : disagreeing),
    ...evidence.flatMap(({ copy, day, quote }) => below(`“${quote}” ${copy}${day === null ? "" : `, ${day}`}`, page)),
    ...(note === undefined ? [] : below(note, page)),
  ].join("\n");
}

function byDay(a: { readonly from: string }, b: { readonly from: string }): number {
  return a.from < b.from ? -1 : a.from > b.from ? 1 : 0;
}
