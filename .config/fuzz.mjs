// @ts-check
/**
 * Every reader on broken input: nothing is thrown, no reader hangs, and what cannot be read is a problem. Inputs are made from
 * good ones by a seeded generator, so a fault is found again by its seed:
 *
 *     npm run test:fuzz [-- --seconds 60 | --inputs 1000000] [--seed 1] [--reader NAME]
 */
import { createHash } from "node:crypto";
import { writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { mutated, randomOf } from "./fuzz/mutate.mjs";
import { readers } from "./fuzz/readers.mjs";

const { values } = parseArgs({
  options: {
    seconds: { type: "string", default: "60" },
    inputs: { type: "string" },
    seed: { type: "string", default: "1" },
    reader: { type: "string" },
  },
});
const most = values.inputs === undefined ? Infinity : Number(values.inputs);
const end = values.inputs === undefined ? performance.now() + Number(values.seconds) * 1000 : Infinity;
/** Longest that one input may take, in milliseconds: a reader that needs more hangs. */
const longest = 10_000;
const chosen = readers.filter(({ name }) => values.reader === undefined || name === values.reader);
const tally = new Map(chosen.map(({ name }) => [name, { inputs: 0, read: 0, refused: 0 }]));
let faults = 0;
let count = 0;

for (const { name, samples, read } of chosen)
  for (const [index, sample] of samples.entries())
    if (!(await read(Buffer.from(sample)))) {
      console.log(`FAULT ${name} refuses its sample ${index}, which is good`);
      process.exitCode = 1;
    }

for (; count < most && performance.now() < end && faults < 10; count += 1) {
  const reader = chosen[count % chosen.length];
  if (reader === undefined) throw new Error("No reader has that name.");
  const seed = `${values.seed}-${count}`;
  const random = randomOf(seed);
  const input = mutated(reader.samples[Math.floor(random() * reader.samples.length)] ?? "", random);
  const start = performance.now();
  const row = tally.get(reader.name) ?? { inputs: 0, read: 0, refused: 0 };
  row.inputs += 1;
  try {
    if (await reader.read(input)) row.read += 1;
    else row.refused += 1;
    if (performance.now() - start > longest) throw new Error(`took ${Math.round(performance.now() - start)} ms`);
  } catch (error) {
    faults += 1;
    const file = `/tmp/tunecast-fuzz-${reader.name}-${createHash("sha256").update(input).digest("hex").slice(0, 8)}`;
    writeFileSync(file, input);
    console.log(`FAULT ${reader.name}, seed ${seed}, input ${file}: ${/** @type {Error} */ (error).stack}`);
  }
}
for (const [name, { inputs, read, refused }] of tally)
  console.log(`${name.padEnd(16)} ${inputs} inputs: ${read} read, ${refused} refused`);
console.log(`${count} inputs, ${faults} faults, seed ${values.seed}`);
if (faults > 0 || count === 0) process.exitCode = 1;
