import { helm, helmInstances } from "./helm.ts";
import { inspect } from "./inspect.ts";
import { lmEval, lmEvalSamples } from "./lmEval.ts";
import { openaiEval } from "./openaiEval.ts";
import { plain } from "./plain.ts";
import { promptfoo } from "./promptfoo.ts";
import type { Tool } from "./tool.ts";

/** Every tool, the telling shapes first. */
export const tools: readonly Tool[] = [
  lmEval,
  promptfoo,
  inspect,
  openaiEval,
  lmEvalSamples,
  helmInstances,
  helm,
  plain,
];
