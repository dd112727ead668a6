// @ts-check
/**
 * How often the interval of a sample holds the count of a whole file: `sampleCoverage.mjs FILE`; one line of JSON. The
 * file is cut into blocks of 64 KB at line ends; each draw takes one block from each of 32 equal stretches, as the command
 * does.
 */
import { readFileSync } from "node:fs";
import { countRules, profileBytes, profileOfSample } from "../dist/index.js";

const [path = ""] = process.argv.slice(2);
const [BLOCK, STRETCHES, DRAWS, RULE] = [65_536, 32, 200, "plain/o200k_base"];
/** So much of a file is enough to draw from. */
const LIMIT = 20_000_000;

const rules = await countRules([RULE]);
if (!rules.ok) throw new Error(rules.problem.kind);
const bytes = readFileSync(path).subarray(0, LIMIT);
/** @type {import("../dist/index.js").DatasetProfile[]} */
const blocks = [];
for (let at = 0; at < bytes.length;) {
  const cut = bytes.indexOf(10, Math.min(at + BLOCK, bytes.length) - 1);
  const end = cut < 0 ? bytes.length : cut + 1;
  const profile = await profileBytes(new Blob([bytes.subarray(at, end)]).stream(), { rules: rules.value });
  if (!profile.ok) throw new Error(profile.problem.kind);
  blocks.push(profile.value);
  at = end;
}

/** @param {import("../dist/index.js").DatasetProfile} profile */
const tokensOf = ({ counts }) => (counts[RULE]?.tokens ?? []).reduce((sum, [each, times]) => sum + each * times, 0);
const truth = blocks.reduce((sum, block) => sum + tokensOf(block), 0);

let state = 1;
const random = () => {
  state = (state + 0x6d2b79f5) | 0;
  let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
  mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
  return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
};

let [within, width] = [0, 0];
for (let draw = 0; draw < DRAWS; draw += 1) {
  const stretch = blocks.length / STRETCHES;
  const drawn = Array.from({ length: STRETCHES }, (_, i) => blocks[Math.floor((i + random()) * stretch)]).filter(
    (block) => block !== undefined,
  );
  const profile = profileOfSample(drawn, bytes.length);
  if (!profile.ok) throw new Error(profile.problem.kind);
  const { less = 0, more = 0 } = profile.value.counts[RULE]?.doubt ?? {};
  const tokens = tokensOf(profile.value);
  if (truth >= tokens - less && truth <= tokens + more) within += 1;
  width += (less + more) / 2 / truth / DRAWS;
}
console.log(JSON.stringify({ within, draws: DRAWS, width }));
