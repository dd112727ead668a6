// @ts-check
import { dirname } from "node:path";

/** @typedef {import("./modules.mjs").Module} Module */

/** The room of a file: its folder, or the file itself where it lies at the top. @param {string} path */
export function roomOf(path) {
  const folder = dirname(path);
  return folder === "." ? path : folder;
}

/** A room and the rooms within it are one house: what they draw between each other is no arrow. @param {string} a @param {string} b */
function isWithin(a, b) {
  return a === b || a.startsWith(`${b}/`) || b.startsWith(`${a}/`);
}

/** Arrows between rooms, with the files that draw each. @param {ReadonlyMap<string, Module>} modules @returns {Map<string, Map<string, string[]>>} */
export function arrowsOf(modules) {
  /** @type {Map<string, Map<string, string[]>>} */
  const arrows = new Map();
  for (const { path, imports } of modules.values()) {
    const from = roomOf(path);
    for (const { file } of imports.values()) {
      const to = roomOf(file);
      if (isWithin(to, from)) continue;
      const targets = arrows.get(from) ?? new Map();
      arrows.set(from, targets.set(to, [...new Set([...(targets.get(to) ?? []), `${path} → ${file}`])]));
    }
  }
  return arrows;
}

/** Groups of rooms that import each other in a loop (strongly connected, more than one). @param {ReadonlyMap<string, ReadonlyMap<string, string[]>>} arrows @returns {string[][]} */
export function circlesOf(arrows) {
  const rooms = new Set([...arrows.keys(), ...[...arrows.values()].flatMap((targets) => [...targets.keys()])]);
  /** @type {Map<string, Set<string>>} */
  const reach = new Map([...rooms].map((room) => [room, reachable(room, arrows)]));
  const circles = [...rooms]
    .filter((room) => reach.get(room)?.has(room))
    .map((room) => [...rooms].filter((other) => reach.get(room)?.has(other) && reach.get(other)?.has(room)).sort());
  return [...new Map(circles.map((circle) => [circle.join(), circle])).values()];
}

/** @param {string} from @param {ReadonlyMap<string, ReadonlyMap<string, string[]>>} arrows @returns {Set<string>} */
function reachable(from, arrows) {
  /** @type {Set<string>} */
  const seen = new Set();
  const open = [from];
  for (let room = open.pop(); room !== undefined; room = open.pop())
    for (const to of arrows.get(room)?.keys() ?? [])
      if (!seen.has(to)) {
        seen.add(to);
        open.push(to);
      }
  return seen;
}

/**
 * Arrows against the order of the layers, the lowest first. A room belongs to the layer of its longest named folder; what
 * no layer names is the highest.
 * @param {ReadonlyMap<string, ReadonlyMap<string, string[]>>} arrows @param {readonly (readonly string[])[]} layers @returns {string[]}
 */
export function upwardOf(arrows, layers) {
  /** @param {string} room */
  const floor = (room) => {
    const fits = layers.flatMap((names, index) =>
      names.filter((name) => room === name || room.startsWith(`${name}/`)).map((name) => ({ index, name })),
    );
    return fits.sort((a, b) => b.name.length - a.name.length)[0]?.index ?? layers.length;
  };
  return [...arrows].flatMap(([from, targets]) =>
    [...targets]
      .filter(([to]) => floor(to) > floor(from))
      .map(([to, files]) => `${from} → ${to} (${files.join("; ")})`),
  );
}
