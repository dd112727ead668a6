import { type Problem, type Result, fail, fieldAt, ok, isRecord } from "@tunecast/estimator/parts";
import { parse as toml, TomlError } from "smol-toml";
import { isAlias, isMap, isPair, isScalar, isSeq, LineCounter, parseDocument, visit, type Document } from "yaml";
import { commandsIn, otherWays } from "./commandLine.ts";
import type { ConfigFile, Parsed } from "./entry.ts";
import { foreignKind } from "./preference.ts";
import reasons from "./reasons.json" with { type: "json" };

/** Reads YAML (1.1, as trainers do: `500_000` is a number), JSON or a command line. Anchors are followed, `${keys}` of the same file filled in, includes refused by line. */
export function parseConfig({ name, text }: ConfigFile): Result<Parsed> {
  const run = commandsIn(text).at(-1);
  if (run !== undefined) {
    const words = [...run.command, run.values["config"]].filter((word) => typeof word === "string");
    const other = words.find((word) => /\.ya?ml$/.test(word));
    if (other !== undefined) return fail({ kind: "config_include", file: name, what: other });
    const ways = otherWays(text).map(commandsIn);
    return ok({ ...run, file: name, ways, lineOf: () => undefined, head: "", comments: [] });
  }
  if (name.endsWith(".toml")) return parseToml(name, text);
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, version: "1.1", uniqueKeys: true, stringKeys: true });
  const [error] = document.errors;
  const isScript = /\.(?:py|ipynb|sh)$/u.test(name) || /^(?:#!|from \S+ import|import \S)/mu.test(text);
  if (isScript && (error || !isRecord(valuesOf(document)))) return fail(bad(name, 1, reasons.script));
  const reason = error?.code === "DUPLICATE_KEY" ? reasons.keyTwice : error?.message.split("\n")[0];
  if (error) return fail(bad(name, error.linePos?.[0].line, reason ?? reasons.unreadable));
  const values = valuesOf(document);
  const included = includeIn(document, lines);
  const isDerived = isRecord(values) && /\.ya?ml"/.test(JSON.stringify(values["defaults"]));
  // What it takes in would not make a config that is read of another program's.
  const what = isDerived ? foreignKind({ values, command: [] }) : undefined;
  if (included && what !== undefined) return fail({ kind: "no_trainer", file: name, what });
  if (included) return fail({ kind: "config_include", file: name, ...included });
  if (!isRecord(values)) return fail(bad(name, 1, reasons.noKeys));
  const places = placesIn(document, lines);
  return ok({ file: name, values: filledIn(values), lineOf: (key) => places.get(key), ...commentsIn(text) });
}

/** What a file of keys has and a command line has not: its comments, and those at its head. */
function commentsIn(text: string): Pick<Parsed, "command" | "head" | "comments"> {
  const comments = [...text.matchAll(/(?:^|\s)#(.*)$/gm)].map(([, comment = ""]) => comment);
  return { command: [], head: /^(?:\s*#.*\n)+/.exec(text)?.[0] ?? "", comments };
}

function parseToml(file: string, text: string): Result<Parsed> {
  try {
    const values = JSON.parse(JSON.stringify(toml(text))) as Record<string, unknown>;
    return ok({ file, values, lineOf: (key) => tomlLines(text).get(key), ...commentsIn(text) });
  } catch (error) {
    const line = error instanceof TomlError ? error.line : undefined;
    return fail(bad(file, line, error instanceof Error ? (error.message.split("\n")[0] ?? "") : reasons.unreadable));
  }
}

function tomlLines(text: string): ReadonlyMap<string, number> {
  const places = new Map<string, number>();
  let under = "";
  text.split("\n").forEach((line, at) => {
    const part = /^\s*\[([\w.-]+)\]/.exec(line)?.[1];
    if (part !== undefined) under = `${part}.`;
    const key = /^\s*([\w.-]+)\s*=/.exec(line)?.[1];
    if (key !== undefined) places.set(`${under}${key}`, at + 1);
  });
  return places;
}

function bad(file: string, line: number | undefined, reason: string): Problem {
  return { kind: "bad_config", file, line, reason };
}

function valuesOf(document: Document.Parsed): unknown {
  try {
    return document.toJS({ maxAliasCount: 100 });
  } catch {
    return undefined;
  }
}

const usualParts = new Set<unknown>(["_self_", "ppo_trainer", "ppo_megatron_trainer", "sft_trainer"]);

/** Tags and keys by which a file takes in another, which is not read with it. */
function includeIn(document: Document.Parsed, lines: LineCounter): { line: number; what: string } | undefined {
  let found: { line: number; what: string } | undefined;
  visit(document, {
    Node: (_key, node) => {
      if (isAlias(node) || !/^!(include|inc|import)/.test(node.tag ?? "")) return undefined;
      found = { line: lines.linePos(node.range?.[0] ?? 0).line, what: node.tag ?? "" };
      return visit.BREAK;
    },
    Pair: (_key, pair) => {
      if (!isScalar(pair.key) || !["defaults", "_base_", "include"].includes(String(pair.key.value))) return undefined;
      if (!isScalar(pair.value) && !(pair.key.value === "defaults")) return undefined;
      if (isSeq(pair.value) && pair.value.items.every((part) => isScalar(part) && usualParts.has(part.value)))
        return undefined;
      found = { line: lines.linePos(pair.key.range?.[0] ?? 0).line, what: String(pair.key.value) };
      return visit.BREAK;
    },
  });
  return found;
}

function placesIn(document: Document.Parsed, lines: LineCounter): ReadonlyMap<string, number> {
  const places = new Map<string, number>();
  const walk = (node: unknown, path: string): void => {
    if (!isMap(node)) return;
    for (const pair of node.items) {
      if (!isPair(pair) || !isScalar(pair.key)) continue;
      const key = `${path}${String(pair.key.value)}`;
      places.set(key, lines.linePos(pair.key.range?.[0] ?? 0).line);
      walk(pair.value, `${key}.`);
    }
  };
  walk(document.contents, "");
  return places;
}

/** `${a.b}` stands for the value of that key, as OmegaConf has it; one that is not there stays as it is. */
function filledIn(values: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const fill = (value: unknown, depth: number): unknown => {
    if (typeof value === "string") {
      const whole = /^\$\{([\w.]+)\}$/.exec(value)?.[1];
      const meant = whole === undefined ? undefined : fieldAt(values, whole);
      return meant === undefined || depth > 5 ? value : fill(meant, depth + 1);
    }
    if (Array.isArray(value)) return value.map((one) => fill(one, depth));
    if (isRecord(value)) return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, fill(one, depth)]));
    return value;
  };
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [key, fill(value, 0)]));
}
