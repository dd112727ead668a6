// @ts-check
/**
 * Proposes what a refresh has changed under `pricing/` as a pull request, for a person to merge: a commit on a branch of
 * the day, pushed to `origin`, with the report as its text. Does nothing where nothing changed.
 *
 * node pricing/refresh/pullRequest.mjs REPORT
 */
import { execFileSync } from "node:child_process";

const report = process.argv[2];
if (report === undefined) {
  console.error("node pricing/refresh/pullRequest.mjs REPORT");
  process.exit(2);
}
/** @param {string} program @param {string[]} words */
const run = (program, ...words) => execFileSync(program, words, { encoding: "utf8" }).trim();

const changed = run("git", "status", "--porcelain", "--", "pricing");
if (changed === "") console.log("No price has changed.");
else {
  const day = new Date().toISOString().slice(0, 10);
  const [branch, title] = [`prices-${day}`, `Prices seen on ${day}`];
  run("git", "switch", "-c", branch);
  run("git", "add", "--", "pricing");
  run("git", "-c", "user.name=prices", "-c", "user.email=prices@users.noreply.github.com", "commit", "-m", title);
  run("git", "push", "origin", branch);
  console.log(run("gh", "pr", "create", "--head", branch, "--title", title, "--body-file", report));
}
