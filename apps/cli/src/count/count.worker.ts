import { parentPort, workerData } from "node:worker_threads";
import { countRules, profileText } from "@tunecast/dataset";
import { countUnits } from "./countUnits.ts";
import { guarded } from "../read/fileProblem.ts";
import type { CountMessage, CountTask } from "./workers.ts";

async function count({ units, options }: CountTask): Promise<CountMessage> {
  const rules = await countRules(options.rules);
  if (!rules.ok) return { kind: "problem", problem: rules.problem };
  const report = (bytes: number, rows: number): void =>
    parentPort?.postMessage({ kind: "progress", bytes, rows } satisfies CountMessage);
  const profile = await guarded(units[0]?.path ?? "", () => countUnits(units, rules.value, options, report));
  return profile.ok
    ? { kind: "profile", text: profileText(profile.value) }
    : { kind: "problem", problem: profile.problem };
}

parentPort?.postMessage(await count(workerData as CountTask));
