// @ts-check
import { execFileSync } from "node:child_process";

/**
 * A file as it stood, and since when; one that was saved elsewhere has the address of the page as `path`, and `at`.
 *
 * @typedef {{ commit: string, day: string, path: string, text: string, at?: string }} Copy
 */

/** Of a day the last copy is kept; histories of more days are thinned to the last copy of each week. */
const most = 40;

/**
 * The dated copies of a file in a git history, oldest first; of a long one the first and the last of each week, enough
 * to tell when a price was first and last seen and few enough to keep.
 *
 * @param {string} repository git directory
 * @param {readonly string[]} paths where the file stood, in the order of time
 * @returns {Copy[]}
 */
export function copiesIn(repository, paths) {
  const seen = paths.flatMap((path) =>
    git(repository, ["log", "--all", "--format=%H %cs", "--", path])
      .trim()
      .split("\n")
      .filter(Boolean)
      .map((line) => ({ commit: line.slice(0, 12), day: line.slice(41), path })),
  );
  return [...thinned(seen), ...newestOf(repository, paths)].flatMap((copy) => {
    const text = textOf(repository, copy);
    return text === undefined ? [] : [{ ...copy, text }];
  });
}

/**
 * Of each day the last copy; of a history of many days those of the first and of the last day of each week.
 *
 * @template {{ day: string, path: string }} T
 * @param {readonly T[]} copies the newest first, as `git log` tells them
 * @returns {T[]} the oldest first
 */
export function thinned(copies) {
  const ofDays = new Map(copies.toReversed().map((copy) => [`${copy.path} ${copy.day}`, copy]));
  const dated = [...ofDays.values()].toSorted((a, b) => (a.day < b.day ? -1 : a.day > b.day ? 1 : 0));
  if (dated.length <= most) return dated;
  const ofWeeks = new Map(dated.map((copy) => [`${copy.path} ${weekOf(copy.day)}`, copy]));
  return [...new Set([...dated.slice(0, 1), ...ofWeeks.values()])];
}

/** Weeks since 1970, from Thursday to Wednesday. @param {string} day */
function weekOf(day) {
  return Math.floor(Date.parse(day) / (7 * 86_400_000));
}

/** What still stands in the newest commit was seen on its day. @param {string} repository @param {readonly string[]} paths */
function newestOf(repository, paths) {
  const [commit = "", day = ""] = git(repository, ["log", "-1", "--format=%H %cs", "HEAD"]).trim().split(" ");
  return paths.map((path) => ({ commit: commit.slice(0, 12), day, path }));
}

/** Undefined where the commit deleted it. @param {string} repository @param {{ commit: string, path: string }} copy */
function textOf(repository, { commit, path }) {
  try {
    return git(repository, ["show", `${commit}:${path}`]);
  } catch {
    return undefined;
  }
}

/** @param {string} repository @param {readonly string[]} command */
function git(repository, command) {
  return execFileSync("git", [`--git-dir=${repository}`, ...command], {
    encoding: "utf8",
    maxBuffer: 2 ** 28,
    stdio: ["ignore", "pipe", "ignore"],
  });
}
