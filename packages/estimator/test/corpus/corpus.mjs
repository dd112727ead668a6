// @ts-check
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { profiles } from "./profiles.mjs";

/**
 * The stored questions and answers. A line of `questions.jsonl` is a question without its price book, its data set by name;
 * the same line of `answers.jsonl` is what came of it: `offers`, each its training, its total, its low and high end,
 * `refused`, each its reason and what it would cost, `problem`, and a `digest` of all that the answer says, word by word.
 *
 * @typedef {import("../../src/index.ts").Answer} Answer
 * @typedef {import("../../src/index.ts").Question} Question
 * @typedef {{ readonly offers: Readonly<Record<string, readonly string[]>>, readonly refused: Readonly<Record<string, string>>, readonly problem?: string, readonly digest: string }} Stored
 */

/** @param {string} name */
export const fileOf = (name) => new URL(name, import.meta.url);

/** @param {string} name @returns {readonly any[]} */
export function linesOf(name) {
  const lines = readFileSync(fileOf(name), "utf8").split("\n");
  return lines.filter((line) => line !== "").map((line) => JSON.parse(line));
}

/** A stored question with its book and its data. @param {any} asked @param {import("../../src/index.ts").PriceBook} prices @returns {Question} */
export function questionOf({ job: { profile, ...job }, ...asked }, prices) {
  return { ...asked, job: profile === undefined ? job : { profile: profiles[profile], ...job }, prices };
}

/** What of an answer is stored. @param {Answer} answer @returns {Stored} */
export function storedOf({ offers, refused, notices, problem, input }) {
  const bills = offers.map(({ id, training, total, range }) => [
    id,
    [training.amount, total.amount, range.low, range.high ?? "none"],
  ]);
  const said = JSON.stringify({ input: { ...input, job: undefined }, offers, refused, notices, problem });
  return {
    offers: Object.fromEntries(bills),
    refused: Object.fromEntries(
      refused.map(({ id, reason, wouldBe }) => [
        id,
        [reason.kind, ...(wouldBe ? [wouldBe.total.amount] : [])].join(" "),
      ]),
    ),
    ...(problem !== undefined && { problem: problem.reason.kind }),
    digest: createHash("sha256").update(said).digest("hex").slice(0, 16),
  };
}

const columns = ["training", "total", "low end", "high end"];

/**
 * What changed between a stored answer and today's, each with the offer and the day.
 *
 * @param {{ readonly asOf: string }} question @param {Stored} was @param {Stored} is @returns {readonly string[]}
 */
export function changesOf({ asOf }, was, is) {
  if (was.digest === is.digest) return [];
  const ids = new Set([was, is].flatMap(({ offers, refused }) => [...Object.keys(offers), ...Object.keys(refused)]));
  const changes = [...ids].flatMap((id) => {
    const [before, after] = [was, is].map(({ offers, refused }) => offers[id] ?? [refused[id] ?? "not in the answer"]);
    if (before?.join() === after?.join()) return [];
    if (before?.length !== after?.length) return [`${id} on ${asOf}: ${before?.join(", ")} → ${after?.join(", ")}`];
    const parts = columns.flatMap((column, at) =>
      before?.[at] === after?.[at] ? [] : [`${column} ${before?.[at]} → ${after?.[at]}`],
    );
    return [`${id} on ${asOf}: ${parts.join(", ")}`];
  });
  if (was.problem !== is.problem) changes.push(`on ${asOf}: ${was.problem ?? "no problem"} → ${is.problem ?? "none"}`);
  const others = [...ids].join(", ") || "the question's problem";
  return changes.length > 0
    ? changes
    : [`${others} on ${asOf}: the money is the same, the words or the sources are not`];
}
