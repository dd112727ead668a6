import { measuredGroup, ownedGroup, runRows, runWords, wordTopics } from "@tunecast/gpu";
import type { SelfHostBook, SelfHostQuestion } from "@tunecast/gpu";
import type { Row } from "@tunecast/estimator/fields";
import { wordsOf, type WordList } from "@tunecast/estimator/lists";
import { machinesOn } from "@tunecast/estimator/prices";
import { InvalidArgumentError, type Command, type Option } from "commander";
import { FieldOption, optionOf } from "./fieldOption.ts";
import { pairsOption, rolloutsOption, setOption } from "./groupOptions.ts";
import { grouped, oneOf, words } from "./options.ts";

export type RunChoices = Omit<SelfHostQuestion, "model" | "data" | "stages">;

/** An option that takes one word of a list; its help says what each means. */
function wordOption(name: keyof typeof wordTopics): Option {
  const list: WordList = runWords[name];
  const help = Object.entries(list).map(([word, gloss]) => `${word} (${gloss})`);
  return new FieldOption(`--${name} <word>`, `${wordTopics[name]}: ${help.join(", ")}`, name, {
    enum: wordsOf(list),
  }).argParser(oneOf(...wordsOf(list)));
}

function rowNamed(path: string): Row {
  const row = runRows.find((one) => one.path === path);
  if (row === undefined) throw new Error(`No field ${path} of a run.`);
  return row;
}

export function addRunOptions(command: Command): Command {
  const of = (...paths: readonly string[]): readonly Option[] => paths.map((path) => optionOf(rowNamed(path)));
  grouped(command, "The run:", [
    wordOption("method"),
    wordOption("objective"),
    rolloutsOption("grpo, rloo and ppo draw", "rollouts"),
    ...of("rank"),
    ...(["targets", "quantisation", "optimizer", "checkpointing", "loss", "packing"] as const).map(wordOption),
    ...of("framework", "maxTokens", "microBatch", "accumulation", "epochs"),
  ]);
  grouped(command, "The cards:", [
    ...of("gpu", "gpus"),
    wordOption("sharding"),
    ...of("tensorParallel"),
    new FieldOption(
      "--offload <parts>",
      `what the host holds: ${wordsOf(runWords.offload).join(", ")}`,
      "offload",
    ).argParser((text, before?: readonly string[]) => words(text, before).map(oneOf(...wordsOf(runWords.offload)))),
    pairsOption(
      "--owned <pairs>",
      "cards of your own: gpu=…,price=30000,kwh=0.20[,gpus=8][,currency=USD][,years=4][,utilisation=0.5][,watts=1000]; price of one card and of a kWh",
      "owned",
      ownedGroup,
      { kwhPrice: "kwh", lifeYears: "years" },
    ),
    pairsOption(
      "--measured <pairs>",
      "ten steps on your machine with --gpu: tokens-per-second=… of all cards together, peak-gib=… of one",
      "measured",
      measuredGroup,
      { peakGiB: "peak-gib" },
    ),
  ]);
  grouped(command, "Serving the tuned model:", of("serving.inputTokens", "serving.outputTokens"));
  return grouped(command, "Other fields:", [setOption(runRows)]);
}

const runFields: ReadonlySet<string> = new Set([
  ...runRows.map(({ path }) => path.split(".")[0] ?? ""),
  ...Object.keys(wordTopics),
  "offload",
  "rollouts",
]);

/** The question of a run; the model and the data are the caller's. */
export function runQuestion(
  model: SelfHostQuestion["model"],
  data: SelfHostQuestion["data"],
  choices: RunChoices,
): SelfHostQuestion {
  const { measured, gpu, serving } = choices;
  if (serving !== undefined && (serving.inputTokens === undefined) !== (serving.outputTokens === undefined))
    throw new InvalidArgumentError("--input-tokens and --output-tokens need each other.");
  if (measured !== undefined && gpu === undefined)
    throw new InvalidArgumentError("--measured needs --gpu: the card that was measured.");
  const run = Object.entries(choices).filter(([name, value]) => runFields.has(name) && value !== undefined);
  return { ...Object.fromEntries(run), model, ...(data !== undefined && { data }) };
}

/** Models, cards and the prices of machines on a day: loaded only for runs on GPUs. */
export async function selfHostBook(day: string): Promise<SelfHostBook> {
  const { hardware, openModels, uncounted } = await import("@tunecast/pricing");
  const { clouds } = await import("@tunecast/pricing/history");
  return { models: openModels, uncounted, hardware, rates: machinesOn(clouds, day) };
}
