// @ts-check
/**
 * Damaged files of every container, by `profile`, `check` and `convert`: nothing is thrown, nothing hangs, and the rows before
 * the damage are kept. Prints how many mutants were tried. A fault is found again by its seed:
 *
 *     npm run test:fuzz [-- --mutants 100000] [--seed 1] [--container NAME]
 */
import { parseArgs } from "node:util";
import fc from "fast-check";
import { checkFor, convertBytes, profileBytes } from "@tunecast/dataset";
import { explain } from "@tunecast/estimator";
import { containers } from "./fuzzContainers.mjs";

const { values } = parseArgs({
  options: {
    mutants: { type: "string", default: "100000" },
    seed: { type: "string", default: "1" },
    container: { type: "string" },
  },
});
/** Longest that one mutant may take, in microseconds of the processor. */
const longest = 10_000_000;
const chosen = containers.filter(({ name }) => values.container === undefined || name === values.container);
const each = Math.ceil(Number(values.mutants) / chosen.length);

/** @param {Uint8Array} bytes */
async function* chunks(bytes) {
  for (let at = 0; at < bytes.length; at += 997) yield bytes.subarray(at, at + 997);
}

/** One thing done to a file: bytes changed, put in, left out, or the rest cut off. */
const change = fc.record({
  way: fc.constantFrom("set", "insert", "delete", "cut"),
  at: fc.noBias(fc.nat()),
  bytes: fc.uint8Array({ minLength: 1, maxLength: 4 }),
});

/** @param {Uint8Array} file @param {readonly import("./fuzzContainers.mjs").Change[]} changes @returns {{ mutant: Uint8Array, from: number }} */
function mutated(file, changes) {
  let mutant = Buffer.from(file);
  let from = file.length;
  for (const { way, at: place, bytes } of changes) {
    const at = place % Math.max(1, mutant.length);
    from = Math.min(from, at);
    const after = { set: bytes.length, insert: 0, delete: 4 * bytes.length, cut: mutant.length }[way] ?? 0;
    const put = way === "set" || way === "insert" ? bytes : new Uint8Array(0);
    mutant = Buffer.concat([mutant.subarray(0, at), put, mutant.subarray(at + after)]);
  }
  return { mutant: new Uint8Array(mutant), from };
}

/** A refusal has a kind, and a sentence can be made of it. @template T @param {import("@tunecast/estimator").Result<T>} result */
function valueOf(result) {
  if (result.ok) return result.value;
  if (explain(result.problem) === "") throw new Error(`no sentence for ${result.problem.kind}`);
  return null;
}

/** @type {unknown} */
let uncaught = null;
for (const event of ["uncaughtException", "unhandledRejection"]) process.on(event, (error) => (uncaught ??= error));

let tried = 0;
for (const { name, file, kept } of chosen) {
  const tally = { read: 0, refused: 0, damaged: 0, demanded: 0 };
  const whole = valueOf(await profileBytes(chunks(file), { rules: [], name }));
  /** Rows that are no examples in the undamaged file, either. */
  const bad = whole?.badRows ?? 0;
  const property = fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 3 }), async (changes) => {
    tried += 1;
    const { mutant, from } = mutated(file, changes);
    const start = process.cpuUsage();
    const profile = valueOf(await profileBytes(chunks(mutant), { rules: [], name }));
    valueOf(await checkFor("trl", chunks(mutant), { name }));
    const written = valueOf(await convertBytes(chunks(mutant), { to: "trl", name, write: () => undefined }));
    if (uncaught !== null) throw uncaught;
    if (process.cpuUsage(start).user > longest) throw new Error(`took ${process.cpuUsage(start).user} microseconds`);
    if (profile === null) tally.refused += 1;
    else if (profile.findings.some(({ code }) => code === "broken_off")) tally.damaged += 1;
    else tally.read += 1;
    const least = kept(from, changes);
    tally.demanded += Number(least > 0);
    if ((profile?.examples ?? 0) < least - bad || (written?.rows ?? 0) < least)
      throw new Error(`${profile?.examples} examples and ${written?.rows} rows of ${least} before byte ${from}`);
  });
  const result = await fc.check(property, { numRuns: each, seed: Number(values.seed), endOnFailure: true });
  console.log(`${name.padEnd(22)} ${JSON.stringify(tally)}`);
  if (!result.failed) continue;
  process.exitCode = 1;
  console.log(`FAULT ${name}: seed ${result.seed}`, JSON.stringify(result.counterexample), result.errorInstance);
}
console.log(`${tried.toLocaleString("en")} mutants, seed ${values.seed}`);
