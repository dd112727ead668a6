import { parentPort, workerData } from "node:worker_threads";
import { profileText } from "@tunecast/dataset";
import { countHere, type CountMessage, type CountTask } from "./workers.ts";

const tell = (message: CountMessage): void => parentPort?.postMessage(message);
const profile = await countHere(workerData as CountTask, (bytes, rows) => tell({ kind: "progress", bytes, rows }));
tell(
  profile.ok ? { kind: "profile", text: profileText(profile.value) } : { kind: "problem", problem: profile.problem },
);
