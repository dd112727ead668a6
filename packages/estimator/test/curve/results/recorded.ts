/** Results in the shapes that the tools write, cut down to a few fields more than are read. */

/** Right or wrong for each of `items` items, the first `right` of a fixed order right. */
export function marks(items: number, right: number): number[] {
  return Array.from({ length: items }, (_, item) => Number((item * 37) % items < right));
}

type Recorder = (marks: readonly number[], model: string) => string;

export const lmEvalResults: Recorder = (scores, model) => {
  const mean = scores.reduce((sum, one) => sum + one, 0) / scores.length;
  const stderr = Math.sqrt((mean * (1 - mean)) / (scores.length - 1));
  return JSON.stringify({
    results: {
      tickets: {
        alias: "tickets",
        name: "tickets",
        sample_len: scores.length,
        "acc,none": mean,
        "acc_stderr,none": stderr,
      },
    },
    group_subtasks: { tickets: [] },
    configs: { tickets: { task: "tickets", output_type: "multiple_choice" } },
    versions: { tickets: 1 },
    "n-shot": { tickets: 0 },
    "n-samples": { tickets: { original: scores.length, effective: scores.length } },
    config: { model: "hf", model_args: `pretrained=${model}`, batch_size: "8" },
  });
};

export const lmEvalSamples: Recorder = (scores) =>
  scores
    .map((acc, doc) =>
      JSON.stringify({
        doc_id: doc,
        doc: {},
        target: "1",
        resps: [],
        filtered_resps: [],
        filter: "none",
        metrics: ["acc"],
        acc,
      }),
    )
    .join("\n");

export const promptfoo: Recorder = (scores, model) =>
  JSON.stringify({
    evalId: "eval-1",
    results: {
      version: 3,
      timestamp: "2026-11-24T00:00:00.000Z",
      results: scores.map((score, item) => ({
        success: score === 1,
        score,
        namedScores: {},
        testIdx: item,
        promptIdx: 0,
        provider: { id: `openai:chat:${model}`, label: "" },
        vars: { ticket: `ticket ${item}` },
      })),
      stats: { successes: 0, failures: 0, errors: 0 },
    },
    config: {},
  });

export const inspect: Recorder = (scores, model) =>
  JSON.stringify({
    version: 2,
    status: "success",
    eval: {
      task: "tickets",
      model: `openai/${model}`,
      dataset: { samples: scores.length },
      created: "2026-11-24T00:00:00",
    },
    results: {
      total_samples: scores.length,
      scores: [{ name: "match", scorer: "match", metrics: { accuracy: { name: "accuracy", value: 0 } } }],
    },
    samples: scores.map((score, item) => ({
      id: item + 1,
      epoch: 1,
      input: "",
      target: "",
      scores: { match: { value: score === 1 ? "C" : "I" } },
    })),
  });

export const openaiEval: Recorder = (scores, model) =>
  JSON.stringify({
    object: "list",
    data: scores.map((score, item) => ({
      object: "eval.run.output_item",
      id: `outputitem_${item}`,
      datasource_item_id: item,
      status: score === 1 ? "pass" : "fail",
      results: [{ name: "label grader", passed: score === 1, score }],
      sample: { model },
    })),
  });

export const plainJson: Recorder = (scores, model) =>
  JSON.stringify({ metric: "accuracy", model, items: scores.map((score, item) => ({ id: item, score })) });

export const csvItems: Recorder = (scores) =>
  ["id,score", ...scores.map((score, item) => `${item},${score}`)].join("\n");

/** Every shape that holds items. */
export const withItems = { lmEvalSamples, promptfoo, inspect, openaiEval, plainJson, csvItems };
