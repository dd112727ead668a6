import { describe, expect, it } from "vitest";
import { curveProblemSentence } from "../../src/curve/notes.ts";
import { pilotMetric, readPilots } from "../../src/curve/pilots/pilot.ts";

describe("readPilots", () => {
  // what, its text; of each pilot its n and value, and se and epochs where they are given
  it.each<[string, string, (readonly (number | undefined)[])[]]>([
    [
      "plain columns",
      "n,value\n500,0.6\n1000,0.65\n",
      [
        [500, 0.6],
        [1000, 0.65],
      ],
    ],
    [
      "JSON records, in an array",
      '[{"train_size": 500, "accuracy": 0.6, "seed": 1}, {"train_size": 1000, "accuracy": 0.65}]',
      [
        [500, 0.6],
        [1000, 0.65],
      ],
    ],
    [
      "JSON records, one a line, some without an error",
      '{"n":500,"value":0.6,"se":0.01}\n{"n":1000,"value":0.65}\n',
      [
        [500, 0.6, 0.01],
        [1000, 0.65],
      ],
    ],
    [
      "no header",
      "500,0.6,0.01\n1000,0.65",
      [
        [500, 0.6, 0.01],
        [1000, 0.65],
      ],
    ],
    [
      "any order, other columns, a byte order mark",
      "\uFEFFseed,value,n,epochs\r\na,0.6,500,3\r\nb,0.65,1000,3\r\n",
      [
        [500, 0.6, undefined, 3],
        [1000, 0.65, undefined, 3],
      ],
    ],
    ["semicolons, comments, blank lines, quotes", '# made by hand\n"n";"value";"se"\n\n500;"0.6";0\n', [[500, 0.6, 0]]],
    ["points for thousands beside decimal commas", "n;value\n1.000;0,6", [[1000, 0.6]]],
    ["a table of a README with decimal commas", "| n | acc |\n|---|---|\n| 1.000 | 0,6 |", [[1000, 0.6]]],
    ["no header, decimal commas", "500;0,6", [[500, 0.6]]],
    ["tabs, and a comma in a name", "n\tseed\tvalue\tof, in all\n500\t1\t0.6\t2", [[500, 0.6]]],
    ["commas, and a semicolon in quotes", 'n,value,"of; in all"\n500,0.6,2', [[500, 0.6]]],
    ["commas for thousands beside tabs", "n\tvalue\n1,000\t0.6", [[1000, 0.6]]],
    [
      "words with blanks between",
      "n value\n\n1,000 0.6\n 500  0.5 \n \n",
      [
        [1000, 0.6],
        [500, 0.5],
      ],
    ],
    ["decimal commas beside semicolons", "n;value;se\n500;0,615;0,01", [[500, 0.615, 0.01]]],
    [
      "percent signs, thousands in quotes, sizes in k",
      'n,value,se\n500,19.92%,1.2%\n"1,024",39.84%,1\n10k,41%,\n"1.5K",40%,',
      [
        [500, 19.92, 1.2],
        [1024, 39.84, 1],
        [10_000, 41],
        [1500, 40],
      ],
    ],
    [
      "a table of a README, its best value in bold",
      "| SFT examples | Accuracy (%) |\n|---:|:---:|\n| 512 | 33.2 |\n| 1,024 | **36.3** |\n",
      [
        [512, 33.2],
        [1024, 36.3],
      ],
    ],
    [
      "one column a seed",
      "examples,seed 1,seed_2,seed3\n100,0.61,0.6,\n200,0.66,0.65,0.67",
      [
        [100, 0.61],
        [100, 0.6],
        [200, 0.66],
        [200, 0.65],
        [200, 0.67],
      ],
    ],
    [
      "no header, percent signs",
      "500,60%\n1k,65%",
      [
        [500, 60],
        [1000, 65],
      ],
    ],
    ["a quote in quotes and a comma", 'note,n,value\n"the ""small"" set, cleaned",500,0.6', [[500, 0.6]]],
  ])("reads %s", (_case, text, pilots) => {
    const value = pilots.map(([n, value, se, epochs]) => ({ n, value, se, epochs }));
    expect(readPilots(text)).toEqual({ ok: true, value });
  });

  it.each([
    ["", { kind: "no_pilots" }],
    ["n,value\n", { kind: "no_pilots" }],
    ["n,seed,run\n500,1,2", { kind: "column_missing", column: "value" }],
    ["accuracy,lr\n0.6,0.1", { kind: "column_missing", column: "n" }],
    ["n,accuracy,f1\n500,0.6,0.5", { kind: "many_scores", got: ["accuracy", "f1"] }],
    ["n,value\n500,high", { kind: "not_a_number", line: 2, column: "value", got: "high" }],
    ["n,value\n0x64,0.5", { kind: "not_a_number", line: 2, column: "n", got: "0x64" }],
    ["n,value\n500,Infinity", { kind: "not_a_number", line: 2, column: "value", got: "Infinity" }],
    ["n,accuracy\n1k,0.61\n4,000,0.7", { kind: "long_row", line: 3, got: 3, expected: 2 }],
    ["n,value\n100,0,61", { kind: "long_row", line: 2, got: 3, expected: 2 }],
    ["500,0.6\n4,000,0.7", { kind: "long_row", line: 2, got: 3, expected: 2 }],
    ["n,seed 1,seed 2\n100,0.5,0.6,0.7", { kind: "long_row", line: 2, got: 4, expected: 3 }],
    ["n,value\n500,", { kind: "not_a_number", line: 2, column: "value", got: "" }],
    ["n,value,se\n500,0.6,2%", { kind: "not_a_number", line: 2, column: "se", got: "2%" }],
    ["n,value\n500,0.6%\n900,0.8%", { kind: "not_a_number", line: 2, column: "value", got: "0.6%" }],
    ["n,value\n500,1%", { kind: "not_a_number", line: 2, column: "value", got: "1%" }],
    ["n,value\n5%,0.6", { kind: "not_a_number", line: 2, column: "n", got: "5%" }],
    ["n,seed 1,seed 2\n100,,", { kind: "not_a_number", line: 2, column: "value", got: "" }],
    ["n;value\n1.000;0.6", { kind: "not_a_number", line: 2, column: "n", got: "1.000" }],
    ["n;value\n1,000;0,6", { kind: "not_a_number", line: 2, column: "n", got: "1,000" }],
    ["n,value\n\n0,0.6", { kind: "pilot_out_of_range", line: 3, column: "n", got: 0 }],
    ["n,value,se\n500,0.6,-1", { kind: "pilot_out_of_range", line: 2, column: "se", got: -1 }],
    ["n,value,epochs\n500,0.6,0", { kind: "pilot_out_of_range", line: 2, column: "epochs", got: 0 }],
    ["curve_id,n,value\na,500,0.6\nb,500,0.7", { kind: "many_curves", column: "curve_id", got: ["a", "b"] }],
    ["n,value,model\n500,0.6,mini\n900,0.7,nano", { kind: "many_curves", column: "model", got: ["mini", "nano"] }],
    ["test_set,n,value\ndev,500,0.6\ntest,900,0.7", { kind: "many_curves", column: "test_set", got: ["dev", "test"] }],
    ["Test set,n,value\ndev,500,0.6\ntest,900,0.7", { kind: "many_curves", column: "test_set", got: ["dev", "test"] }],
    ["n,value,Curve-ID\n500,0.6,a\n900,0.7,b", { kind: "many_curves", column: "curve_id", got: ["a", "b"] }],
  ])("refuses %j", (text, problem) => {
    expect(readPilots(text)).toEqual({ ok: false, problem });
  });
});

describe("a column of no known name", () => {
  it("holds the scores where no other can, whatever says which model, test set or data they are of", () => {
    const read = { ok: true, value: [{ n: 500, value: 0.6 }] };
    for (const beside of ["model", "Test set", "dataset", "task", "parameters"])
      expect(readPilots(`n,goodness,${beside}\n500,0.6,a`)).toEqual(read);
    expect(readPilots("n,goodness\n500,0.6")).toEqual(read);
    expect(readPilots("n,goodness,lr\n500,0.6,1")).toMatchObject({ ok: false, problem: { kind: "column_missing" } });
  });
});

describe("several columns of scores", () => {
  const table = "n_train,accuracy,macro_f1,micro_f1,eval_loss\n850,0.78,0.77,0.79,0.9";
  it("reads the one of the metric that is asked for", () => {
    expect(readPilots(table, "accuracy")).toEqual({ ok: true, value: [{ n: 850, value: 0.78 }] });
    expect(readPilots(table, "loss")).toEqual({ ok: true, value: [{ n: 850, value: 0.9 }] });
    expect(readPilots("n,f1\n850,0.77", "accuracy")).toEqual({ ok: true, value: [{ n: 850, value: 0.77 }] });
  });

  it("asks where none or more than one is of it", () => {
    const all = ["accuracy", "macro_f1", "micro_f1", "eval_loss"];
    expect(readPilots(table)).toEqual({ ok: false, problem: { kind: "many_scores", got: all } });
    expect(readPilots(table, "bleu")).toEqual({ ok: false, problem: { kind: "many_scores", got: all } });
    expect(readPilots(table, "f1")).toEqual({
      ok: false,
      problem: { kind: "many_scores", got: ["macro_f1", "micro_f1"] },
    });
  });
});

describe("what is said of a table that is refused", () => {
  it.each([
    [
      "examples,accuracy\n0,0.02\n128,0.2",
      "Line 2: n is 0; it must be above 0. The untuned model is no pilot: leave it out.",
    ],
    [
      "n,accuracy,f1\n100,0.6,0.5",
      "Several columns could be the scores (accuracy, f1): say the metric, or name the one that counts value.",
    ],
    ["| n | acc |\n|---|---|\n| 100 | x |", 'Line 3: value is "x", which is not a number.'],
    [
      "n;value\n1.000;0.6",
      'Line 2: n is "1.000", which is not a number. It can be read in two ways: write it without the point.',
    ],
    ["n,value\n100,0,61", "Line 2: The row has 3 cells, the first row 2: put what holds a comma in quotes."],
    ["n,loss\n100,2\n200,", 'Line 3: value is "", which is not a number.'],
    ["n,value,se\n100,0.6,-1", "Line 2: se is -1; it must be 0 or more."],
    ["n,value,se,epochs\n100,0.6,0,0", "Line 2: epochs is 0; it must be above 0."],
    ["examples\n100", "The table has no column of scores: name it value, score or by its metric, such as accuracy."],
    ["fraction,accuracy\n0.1,0.6", "The table has no column of sizes, in examples: name it n, examples or train_size."],
  ])("%j", (text, sentence) => {
    const read = readPilots(text);
    expect(read.ok || curveProblemSentence(read.problem)).toBe(sentence);
  });
});

describe("a table under the names that people use", () => {
  it.each([
    ["n,accuracy\n500,0.6", { n: 500, value: 0.6 }, "accuracy"],
    ["Examples;Score;StdErr\n500;0,61;0,01", { n: 500, value: 0.61, se: 0.01 }, undefined],
    ["train size,eval_loss,num_train_epochs\n500,1.9,3", { n: 500, value: 1.9, epochs: 3 }, "loss"],
    ["size,lr,test_f1_macro\n500,0.0001,0.6", { n: 500, value: 0.6 }, "f1"],
    ["n,mmlu\n500,0.6", { n: 500, value: 0.6 }, undefined],
    ["n,value,accuracy\n500,0.6,0.9", { n: 500, value: 0.6 }, undefined],
    ["metric,n,value\nperplexity,500,9.5", { n: 500, value: 9.5 }, "perplexity"],
    ["model,n,win_rate\nmini,500,0.4", { n: 500, value: 0.4 }, "win-rate"],
    ["500,0.6", { n: 500, value: 0.6 }, undefined],
    ["trainsize,eval_f1\n500,0.6", { n: 500, value: 0.6 }, "f1"],
    ["train_examples,val_loss\n500,1.9", { n: 500, value: 1.9 }, "loss"],
    ["| # training samples | acc |\n| 500 | 0.6 |", { n: 500, value: 0.6 }, "accuracy"],
    ["num_labels,sample_size,batch_size,accuracy\n2,500,8,0.6", { n: 500, value: 0.6 }, "accuracy"],
    ["n_train,test_size,accuracy_mean,accuracy_std\n500,1000,0.6,0.02", { n: 500, value: 0.6 }, "accuracy"],
    ["SFT examples,lr,Accuracy (%)\n500,0.0001,60", { n: 500, value: 60 }, "accuracy"],
    // Logs of Weights & Biases and of MLflow.
    ["Name,State,train_size,eval/accuracy,train/accuracy\na,finished,500,0.6,0.9", { n: 500, value: 0.6 }, "accuracy"],
    ["n,test/loss\n500,1.9", { n: 500, value: 1.9 }, "loss"],
    ["run_id,metrics.eval_f1,params.train_size\na,0.6,500", { n: 500, value: 0.6 }, "f1"],
    // The error beside a metric is called after it.
    ["n,acc,acc_stderr\n500,0.6,0.01", { n: 500, value: 0.6, se: 0.01 }, "accuracy"],
    ["n,accuracy_se,accuracy\n500,0.01,0.6", { n: 500, value: 0.6, se: 0.01 }, "accuracy"],
    ["accuracy_se,n,accuracy\n0.01,500,0.6", { n: 500, value: 0.6, se: 0.01 }, "accuracy"],
    ["n,se,f1,f1_sem\n500,0.01,0.6,0.02", { n: 500, value: 0.6, se: 0.01 }, "f1"],
    ["n,loss,f1_stderr\n500,1.9,0.02", { n: 500, value: 1.9 }, "loss"],
    ["number of fine-tuning examples,ndcg@10\n500,0.6", { n: 500, value: 0.6 }, undefined],
  ])("%j", (text, pilot, metric) => {
    expect(readPilots(text)).toEqual({ ok: true, value: [pilot] });
    expect(pilotMetric(text)).toBe(metric);
  });
});
