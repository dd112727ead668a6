import { parentPort, workerData } from "node:worker_threads";
import { profileText } from "@tunecast/dataset";
import { ok } from "@tunecast/estimator/problem";
import { countHere, type CountMessage, type CountTask } from "./workers.ts";

const tell = (message: CountMessage): void => parentPort?.postMessage(message);
const profile = await countHere(workerData as CountTask, tell);
tell(profile.ok ? ok(profileText(profile.value)) : profile);
