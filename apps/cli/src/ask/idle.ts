/** What a person typed and nothing follows from: it is said, since nothing that is typed is ignored. */
import { fieldAt, isRecord } from "@tunecast/estimator/parts";
import type { Command } from "commander";
import { kebab } from "./groupOptions.ts";
import { typedName, withAt, type Tree } from "./fieldOption.ts";

/**
 * A sentence on each option that was typed and decides nothing here.
 * @param idle names of options, and why they decide nothing; false where they may decide something
 */
export function idleOptions(command: Command, ...idle: (readonly [names: string, why: string | false])[]): string[] {
  return idle.flatMap(([names, why]) => {
    if (why === false) return [];
    const typed = names.split(" ").filter((name) => command.getOptionValueSource(name) === "cli");
    const flags = typed.flatMap((name) => command.options.find((one) => one.attributeName() === name)?.long ?? []);
    if (flags.length === 0) return [];
    return [`${flags.join(", ")} ${flags.length === 1 ? "changes" : "change"} nothing: ${why}.`];
  });
}

/** The same of fields, wherever they were typed: in options or in a question file. */
export function idleStated(typed: Tree, ...idle: (readonly [path: string, why: string | false])[]): string[] {
  return idle.flatMap(([path, why]) =>
    why === false || !isStated(typed, path) ? [] : [`${typedName(path)} changes nothing: ${why}.`],
  );
}

/** Names of the fields that were typed and change no figure, whatever they hold; an option that states a group has that of the group. */
export function idleFields(...asked: Parameters<typeof withoutEffect>): readonly string[] {
  return withoutEffect(...asked).idle.map((path) =>
    typedName(path) === path ? `--${kebab(path.split(".").at(-1) ?? path)}` : typedName(path),
  );
}

/**
 * Fields that were typed and without which the figures are the same: `idle` ones with any other value too, others hold what is `usual`.
 * @param figures the figures of a question; undefined where it has none
 * @param wordsOf the words that a field may hold
 */
export function withoutEffect(
  asked: Tree,
  typed: Tree,
  paths: readonly string[],
  figures: (asked: Tree) => string | undefined,
  wordsOf: (path: string) => readonly string[] = () => [],
): Readonly<Record<"idle" | "usual", readonly string[]>> {
  const stated = paths.filter((path) => isStated(typed, path));
  const all = stated.length === 0 ? undefined : figures(asked);
  const same = all === undefined ? [] : stated.filter((path) => figures(without(asked, path)) === all);
  const idle = same.filter((path) => {
    const others = othersOf(fieldAt(asked, path), wordsOf(path)).map((value) => figures(withAt(asked, path, value)));
    // Another number may be none that is taken, which says nothing.
    return others.every((other) => other === all || other === undefined);
  });
  return { idle, usual: same.filter((path) => !idle.includes(path)) };
}

function isStated(tree: Tree, path: string): boolean {
  const [first = "", ...more] = path.split(".");
  const below = tree[first];
  if (below === undefined || more.length === 0) return below !== undefined;
  return (Array.isArray(below) ? below : [below]).some((one) => isRecord(one) && isStated(one, more.join(".")));
}

/** A tree without the values at a path: in each entry where a list stands on the way. */
function without(tree: Tree, path: string): Tree {
  const [first = "", ...more] = path.split(".");
  const { [first]: below, ...rest } = tree;
  if (below === undefined || more.length === 0) return rest;
  const inner = more.join(".");
  if (Array.isArray(below)) return { ...rest, [first]: below.map((one: Tree) => without(one, inner)) };
  return isRecord(below) ? { ...rest, [first]: without(below, inner) } : tree;
}

/** Other values of a field, since what is typed may be what is taken anyway. */
function othersOf(value: unknown, words: readonly string[]): readonly unknown[] {
  if (typeof value === "number") return [value > 1 ? Math.floor(value / 2) : value / 2, 2 * value];
  return typeof value === "boolean" ? [!value] : words.filter((word) => word !== value);
}
