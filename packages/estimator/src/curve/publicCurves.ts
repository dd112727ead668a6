import { LOSSES } from "./publicLosses.ts";
import { SCORES } from "./publicScores.ts";
import { taskKinds, type TaskKind } from "./taskKind.ts";

/** Where the curves were measured, as published. */
export const PUBLIC_SOURCES: readonly string[] = [
  "https://github.com/paul-rottger/efficient-low-resource-hate-detection/tree/3228efa0ab833906d052c096eafda2800ea7b47d",
  "https://github.com/huggingface/setfit/tree/0f8e322ce7c62eeb7b2d113f88f1b1fc37777692",
  "https://github.com/TevenLeScao/pet/tree/b6b3764bbba8e414b0450184c388eb1e59160a72",
  "https://github.com/MoritzLaurer/less-annotating-with-bert-nli/tree/f31c640902202490256d3ca95c454c39bd3c7551",
  "https://github.com/uds-lsv/transfer-distant-transformer-african/tree/a46ec8e90334c0fb8ee16a690af1aabf927be902",
  "https://github.com/pruizf/d25-llm-stdir/tree/3c174756b1e3fa02c3670fdbff8087a26d135ea7",
  "https://github.com/kjappelbaum/gptchem/tree/615339fd3520edfd03292690a339554d1f27f171",
  "https://github.com/linhaowei1/Fine-tuning-Scaling-Law/tree/5214568013af65e3cefd03860ecd7bc9358b308c",
  "https://github.com/haukelicht/group_mention_detection/tree/2fc1a7e8054fcb19d45e22a9fee00995221e6996",
  "https://huggingface.co/DOOGLAK",
  "https://github.com/Turing-Online-Safety-Codebase/cheap_learning/tree/3700559baedcffb7cea0cbf50a3d05234c58a7dd",
  "https://huggingface.co/anas-awadalla",
  "https://github.com/Kaleidophon/nlp-low-resource-uncertainty/tree/7f9627ed6fc5e8e084d6a37d74f7aa0e49651ac1",
  "https://github.com/MantisAI/setfit_experiments/tree/2ce1a8f92de584229a1f63b00596070d3372f409",
  "https://github.com/joaquinorradre/NLP_Assignment_2/tree/72da120586244af9414c551c5ca97370b80ec58f",
  "https://github.com/frischub/DLT_MP/tree/a3a938351bca0aef2a00a9840285f5a02a0003b0",
  "https://github.com/soduco/paper-ner-bench-das22/tree/65d31d0c170a09dc8ba563cd72adb09748de55dd",
  "https://github.com/IshanSinha06/intent-classification/tree/513d1a4d3e12a41a14dd9a2ba010c2ddbd13cd2e",
  "https://github.com/rakeshchinni77/benchmark-text-classification/tree/c4adcdc853d58256c1a86cfdbcf5d8583112aa5c",
  "https://github.com/TanvirHasan23/Low-Resource-Multilingual-Sentiment-Analysis10/tree/0077a2d98c402cbd02a49fe61cf069035ca9f568",
  "https://github.com/mikzarjr/diploma-demo/tree/91e309af4830c184472551055408869e3de026ec",
  "https://github.com/Yangxixi2023/Post-train/tree/90e3e4ec9785861a44abab5797fd089f247aa3cd",
  "https://github.com/ShibukiZero/assignment5-alignment/tree/c2734a26308710949fe13226960a1e8cece94b7e",
  "https://huggingface.co/SetFit",
];

/** A published curve: source, kind of task, whether gaps are shares or losses, millions of parameters, what it is, and sizes with gaps. */
export type PublicCurve = readonly [
  source: number,
  task: TaskKind,
  metric: "share" | "loss",
  parameters: number | null,
  name: string,
  points: readonly number[],
];

/**
 * Learning curves of fine-tuned language models. A line of a table with # begins those of one source, kind of task and metric at the sizes
 * that follow it, in examples; under it a curve is a line: millions of parameters (- where not known), what it is, and the gap to
 * the best value (1 − score, or the loss) at each size, in 1e-4. Means over the runs that the sources publish; figures only.
 * Licences: Apache-2.0 (setfit, pet, Fine-tuning-Scaling-Law), MIT (less-annotating, gptchem, NLP_Assignment_2, models of
 * anas-awadalla), CC0 (group_mention_detection); of the others figures alone are taken. Read 2026-11-25, the last eight sources
 * 2026-11-26.
 */
export const PUBLIC_CURVES: readonly PublicCurve[] = /* @__PURE__ */ [SCORES, LOSSES].flatMap(readTable);

function readTable(table: string): PublicCurve[] {
  let [source, task, metric]: [number, TaskKind, PublicCurve[2]] = [0, "classification", "share"];
  let sizes: number[] = [];
  return table.split("\n").flatMap((line): PublicCurve[] => {
    const [head = "", name, gaps = ""] = line.split(" | ");
    if (head.startsWith("#")) {
      const [, at, kind, measured, ...examples] = head.split(" ");
      source = Number(at);
      task = taskKinds.find((one) => one === kind) ?? task;
      metric = measured === "loss" ? "loss" : "share";
      sizes = examples.map(Number);
    }
    if (name === undefined) return [];
    const points = gaps.split(" ").flatMap((gap, i) => [sizes[i] ?? NaN, Number(gap)]);
    return [[source, task, metric, head === "-" ? null : Number(head), name, points]];
  });
}
