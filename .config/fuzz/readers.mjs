// @ts-check
import {
  checkFor,
  convertBytes,
  cutBytes,
  loadTokenizerJson,
  mergeProfiles,
  profileBytes,
  readManifest,
  readProfile,
} from "@tunecast/dataset";
import { answerDiff, estimate, explain } from "@tunecast/estimator";
import { reconcile } from "@tunecast/estimator/answer";
import { readPilots } from "@tunecast/estimator/curve";
import { readModelConfig, selfHost, trackRun } from "@tunecast/estimator/gpu";
import { readAnswers, readResults } from "@tunecast/estimator/pilots";
import { readOwnPrices } from "@tunecast/estimator/prices";
import { prices } from "@tunecast/pricing";
import { problemSentence, readTrainerConfig, readTrainingLog } from "@tunecast/trainers";
import {
  answer,
  book,
  chunks,
  config,
  data,
  file,
  gpu,
  job,
  logs,
  manifest,
  own,
  pilots,
  profile,
  question,
  results,
  rules,
  run,
  small,
  tokenizer,
  trainers,
} from "./samples.mjs";

/**
 * A reader: good inputs, and the reading of one; true where it was read, false where it was refused. Whatever it throws is a fault.
 *
 * @typedef {{ name: string, samples: readonly (Uint8Array | string)[], read: (input: Uint8Array) => boolean | Promise<boolean> }} Reader
 */

/** @param {Uint8Array} bytes */
const textOf = (bytes) => Buffer.from(bytes).toString("utf8");
/** A refusal has a kind, and a sentence can be made of it. @param {any} result */
const isRead = (result) => {
  if (result.ok) return true;
  if (typeof result.problem?.kind !== "string" || explain(result.problem) === "")
    throw new Error(`no problem: ${JSON.stringify(result)}`);
  return false;
};
/** A reader of JSON that the program parses itself. @param {(value: any) => unknown} read @returns {Reader["read"]} */
const ofJson = (read) => (bytes) => {
  let value;
  try {
    value = JSON.parse(textOf(bytes));
  } catch {
    return false;
  }
  return Boolean(read(value));
};
/** @param {string} text */
const logIn = (text) => {
  const log = readTrainingLog({ name: "trainer_log.jsonl", text });
  if (!log.ok && problemSentence(log.problem) === "") throw new Error(`no sentence: ${log.problem.kind}`);
  return log;
};

/** @type {readonly Reader[]} */
export const readers = [
  {
    name: "profile",
    samples: data,
    read: async (input) => isRead(await profileBytes(chunks(input), { rules: rules })),
  },
  { name: "check", samples: data, read: async (input) => isRead(await checkFor("trl", chunks(input))) },
  {
    name: "convert",
    samples: data,
    read: async (input) => isRead(await convertBytes(chunks(input), { to: "openai", write: () => {} })),
  },
  {
    name: "cut",
    samples: [file("apps/cli/sample/support-replies.jsonl")],
    read: async (input) => isRead(await cutBytes(chunks(input), { sizes: [10, 20], seed: 1, repeats: 1, test: 5 })),
  },
  {
    name: "stored profile",
    samples: [JSON.stringify(profile)],
    read: (input) => {
      const read = readProfile(textOf(input));
      if (!isRead(read) || !read.ok) return false;
      isRead(mergeProfiles(read.value, profile));
      return estimate({ ...question, job: { profile: read.value }, prices }).problem === undefined;
    },
  },
  {
    name: "manifest",
    samples: [JSON.stringify(manifest)],
    read: (input) => isRead(readManifest(textOf(input), () => "x")),
  },
  {
    name: "question",
    samples: [JSON.stringify(question)],
    read: ofJson((value) => estimate({ ...value, prices }).problem === undefined),
  },
  {
    name: "own prices",
    samples: [JSON.stringify(own)],
    read: ofJson((value) => isRead(readOwnPrices(value)) && estimate({ ...question, ownPrices: value, prices })),
  },
  {
    name: "price book",
    samples: [JSON.stringify(small)],
    read: ofJson(
      (value) => estimate({ ...question, only: { providers: ["openai"] }, prices: value }).problem === undefined,
    ),
  },
  { name: "diff", samples: [JSON.stringify(answer)], read: ofJson((value) => isRead(answerDiff(value, answer))) },
  { name: "reconcile", samples: [JSON.stringify(job)], read: ofJson((value) => isRead(reconcile(answer, value))) },
  {
    name: "pilots",
    samples: [pilots, pilots.replaceAll(",", ";")],
    read: (input) => isRead(readPilots(textOf(input))),
  },
  { name: "results", samples: results, read: (input) => isRead(readResults(textOf(input), "n250.json")) },
  {
    name: "answers",
    samples: ['{"id":1,"label":"a"}\n{"id":2,"label":"b"}\n', "id,score\n1,0.5\n"],
    read: (input) => isRead(readAnswers(textOf(input), "gold", "gold.jsonl")),
  },
  {
    name: "GPU question",
    samples: [JSON.stringify(gpu)],
    read: ofJson((value) => isRead(selfHost(value, book))),
  },
  { name: "model config", samples: [JSON.stringify(config)], read: ofJson((value) => isRead(readModelConfig(value))) },
  {
    name: "trainer config",
    samples: trainers,
    read: (input) => isRead(readTrainerConfig([{ name: "axolotl.yml", text: textOf(input) }])),
  },
  {
    name: "training log",
    samples: logs,
    read: (input) => {
      const log = logIn(textOf(input));
      return log.ok && isRead(trackRun(run, log.value, { steps: 100, seconds: 600 }));
    },
  },
  {
    name: "tracked run",
    samples: [JSON.stringify(run)],
    read: ofJson((value) => {
      const log = logIn(logs[0] ?? "");
      return log.ok && isRead(trackRun(value, log.value));
    }),
  },
  {
    name: "tokenizer",
    samples: [JSON.stringify(tokenizer)],
    read: async (input) => isRead(await loadTokenizerJson(textOf(input))),
  },
];
