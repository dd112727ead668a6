// @ts-check
import { readFileSync } from "node:fs";

/**
 * What a stranger does with the guide alone: a page and the heading under which the blocks stand. They run from the tarballs in
 * empty folders (`packages.mjs`), and not again in the test of the documents.
 */
export const tasks = [
  { page: "first-estimate", heading: "Five numbers in, a bill out" },
  { page: "embedding", heading: "Store an answer, ask it again" },
  { page: "own-prices", heading: "Own prices in EUR" },
  { page: "embedding", heading: "FOCUS rows" },
  { page: "in-ci", heading: "A verdict" },
];

/** The blocks under a heading, in their order. @param {typeof tasks[number]} task @returns {{ language: string, code: string }[]} */
export function blocksOf({ page, heading }) {
  const text = readFileSync(new URL(`../apps/guide/${page}.md`, import.meta.url), "utf8");
  const parts = text.split(/^## /m);
  const part = parts.find((one) => one.startsWith(`${heading}\n`)) ?? "";
  const blocks = [...part.matchAll(/^```(sh|js)\n([\s\S]*?)^```/gm)];
  if (blocks.length === 0) throw new Error(`${page}.md has no blocks under "${heading}".`);
  return blocks.map(([, language = "", code = ""]) => ({ language, code }));
}
