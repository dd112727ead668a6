import { Worker } from "node:worker_threads";
import { afterEach, beforeEach, inject } from "vitest";

declare module "vitest" {
  interface ProvidedContext {
    /** The mutant that is in force, 0 for none; and how long a run may take, milliseconds. */
    inForce: number;
    longest: number;
    /** The files with mutants in them. */
    code: readonly string[];
  }
  interface TaskMeta {
    /** The mutants that a test comes by. */
    met?: number[];
  }
}
declare global {
  var isMutant: (id: number) => boolean;
  var metAtLoad: Set<number> | undefined;
  var watchdog: Worker | undefined;
}

// Runs before each file of tests of `mutation.mjs`. What is met while code is loaded is met by every test of the process.
const inForce = inject("inForce");
const metAtLoad = (globalThis.metAtLoad ??= new Set());
let met = metAtLoad;
globalThis.isMutant = (id) => {
  if (inForce === 0) met.add(id);
  return id === inForce;
};
if (inForce === 0) await Promise.all(inject("code").map((path) => import(path)));
beforeEach(() => {
  met = new Set();
});
afterEach(({ task }) => {
  task.meta.met = [...met, ...metAtLoad];
  met = metAtLoad;
});

// A mutant may loop without end: another thread ends the process then.
const code = `setTimeout(() => process.kill(process.pid, "SIGKILL"), ${inject("longest")})`;
globalThis.watchdog ??= new Worker(code, { eval: true });
globalThis.watchdog.unref();
