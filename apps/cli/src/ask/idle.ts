/** What a person typed and nothing follows from: it is said, since nothing that is typed is ignored. */
import type { Command } from "commander";
import { isTree, typedName, valueAt, withAt, type Tree } from "./fieldOption.ts";

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

/**
 * Names of the fields that were typed and change no figure: the figures without each are the same, and with another number.
 * @param figures the figures of a question; undefined where it has none
 */
export function idleFields(
  asked: Tree,
  typed: Tree,
  paths: readonly string[],
  figures: (asked: Tree) => string | undefined,
): readonly string[] {
  const stated = paths.filter((path) => isStated(typed, path));
  if (stated.length === 0) return [];
  const all = figures(asked);
  const idle = stated.filter((path) => {
    const half = withHalf(asked, path);
    // Half of a number may be none that is taken, which says nothing.
    return figures(without(asked, path)) === all && (half === asked || [all, undefined].includes(figures(half)));
  });
  // An option that states a group has the name of the group.
  return idle.map((path) => (typedName(path) === path ? `--${path.split(".").at(-1)}` : typedName(path)));
}

function isStated(tree: Tree, path: string): boolean {
  const [first = "", ...more] = path.split(".");
  const below = tree[first];
  if (below === undefined || more.length === 0) return below !== undefined;
  return (Array.isArray(below) ? below : [below]).some((one) => isTree(one) && isStated(one, more.join(".")));
}

/** A tree without the values at a path: in each entry where a list stands on the way. */
function without(tree: Tree, path: string): Tree {
  const [first = "", ...more] = path.split(".");
  const { [first]: below, ...rest } = tree;
  if (below === undefined || more.length === 0) return rest;
  const inner = more.join(".");
  if (Array.isArray(below)) return { ...rest, [first]: below.map((one: Tree) => without(one, inner)) };
  return isTree(below) ? { ...rest, [first]: without(below, inner) } : tree;
}

/** A tree with another number at a path, since what is typed may be what is taken anyway. */
function withHalf(tree: Tree, path: string): Tree {
  const value = valueAt(tree, path);
  return typeof value === "number" ? withAt(tree, path, value > 1 ? Math.floor(value / 2) : value / 2) : tree;
}
