import { mini, pilots, results, rows, typed, use } from "./shared.ts";

const cards = ["--model", "llama-3.1-8b", "--gpu", "h100-sxm-80"];
const asData = ["--shape", "--columns"];
const laidOut = ["--lines", "--by", "--top"];

/** Ways to use a command in which some of its options decide nothing: what is given, and these options. */
export const modes: readonly (readonly [command: string, base: readonly string[], idle: readonly string[]])[] = [
  ["estimate", [...typed, ...use], asData],
  ["estimate", [...typed, ...use, "--format", "json"], [...laidOut, "--show-refused"]],
  ["estimate", [...typed, ...use, "--format", "csv"], [...laidOut, "--budget"]],
  ["estimate", [...typed, ...use, "--format", "focus"], [...laidOut, "--budget", "--show-refused", "--alternative"]],
  ["advise", [...typed, ...use], [...asData, "--batch-share", "--examples-owned", "--own-prices"]],
  ["advise", [...typed, ...use, "--model", mini, "--format", "json"], ["--growth", "--lines", "--validation"]],
  ["advise", [rows, ...use], ["--label-cost", "--teacher", "--batch-share"]],
  [
    "advise",
    [rows, ...use, "--leaving", mini],
    ["--months", "--growth", "--needs", "--self-host", "--scratch", "--lines", "--methods", "--domain-tokens"],
  ],
  ["advise", [...typed, "--methods"], ["--requests", "--batch-share", "--months", "--growth", "--needs", "--lines"]],
  ["plan", [...typed, "--budget", "900"], asData],
  ["plan", [...typed, "--budget", "900", "--format", "json"], ["--by", "--top"]],
  [
    "curve",
    ["--before", "--task", "classification", "--examples", "500", "--score", "0.6"],
    "at target value-per-point cost label-cost training-cost examples-owned plot model offer tokens-per-example epochs as-of own-prices direction lower upper chance unit test-size no-nested"
      .split(" ")
      .map((name) => `--${name}`),
  ],
  ["curve", [pilots], ["--task", "--examples", "--score", "--gain", "--examples-owned"]],
  ["curve", [pilots, "--format", "json"], ["--plot", "--cost", "--label-cost", "--training-cost"]],
  ["pilots read", [...results, "--metric", "acc", "--task", "one", "--format", "csv"], ["--plot"]],
  ["pilots read", [...results.slice(0, 1), "--metric", "acc", "--task", "one"], ["--plot", "--chance"]],
  ["pilots read", [...results.slice(0, 1), "--metric", "acc", "--task", "one", "--format", "json"], ["--chance"]],
  ["gpu", [...cards, ...typed, "--method", "full"], [...asData, "--targets"]],
  ["gpu", [...cards, ...typed, "--method", "head"], ["--rank", "--quantisation", "--targets"]],
  ["gpu", [...cards, ...typed, "--fit"], ["--all-cards", "--accumulation", "--measured"]],
  ["gpu", [...cards, ...typed, "--write", "axolotl"], ["--format", "--all-cards"]],
  ["gpu", [...cards, ...typed, "--format", "json"], ["--all-cards"]],
  ["gpu", cards, ["--epochs", "--as-of"]],
];
