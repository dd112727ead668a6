/** One of so many tasks, 1-based. */
export interface Task {
  readonly index: number;
  readonly of: number;
}

/** What an engine puts into the environment of each task of an array. */
interface Engine {
  readonly name: string;
  readonly index: string;
  /** The lowest index: a number, or the variable that holds it. */
  readonly first: number | string;
  readonly step?: string;
  readonly count?: string;
}

/**
 * In the order in which they are looked for.
 *
 * @source https://slurm.schedmd.com/job_array.html, https://kubernetes.io/docs/concepts/workloads/controllers/job/,
 *   https://docs.aws.amazon.com/batch/latest/userguide/job_env_vars.html,
 *   https://cloud.google.com/run/docs/container-contract, https://www.gnu.org/software/parallel/parallel.html
 *   (read 2026-11-25)
 */
const engines: readonly Engine[] = [
  {
    name: "Slurm",
    index: "SLURM_ARRAY_TASK_ID",
    first: "SLURM_ARRAY_TASK_MIN",
    step: "SLURM_ARRAY_TASK_STEP",
    count: "SLURM_ARRAY_TASK_COUNT",
  },
  { name: "Kubernetes", index: "JOB_COMPLETION_INDEX", first: 0 },
  { name: "AWS Batch", index: "AWS_BATCH_JOB_ARRAY_INDEX", first: 0, count: "AWS_BATCH_JOB_ARRAY_SIZE" },
  { name: "Cloud Run", index: "CLOUD_RUN_TASK_INDEX", first: 0, count: "CLOUD_RUN_TASK_COUNT" },
  { name: "GNU parallel", index: "PARALLEL_SEQ", first: 1 },
  // Of any other engine, Hugging Face Jobs among them: what the user sets.
  { name: "", index: "TASK_INDEX", first: 0, count: "TASK_COUNT" },
];

/** Variables that {@link taskOf} looks at. */
export const taskVariables: readonly string[] = engines.flatMap(({ index, first, step, count }) =>
  [index, first, step, count].filter((name) => typeof name === "string"),
);

/**
 * Which task this process is, by the environment; undefined where no engine says so, or none says how many there are.
 *
 * @param tasks how many, where the user says so
 */
export function taskOf(env: Readonly<Record<string, string | undefined>>, tasks?: number): Task | undefined {
  const number = (name: string | number | undefined, otherwise: number): number =>
    typeof name === "number" ? name : Number((name === undefined ? undefined : env[name]) ?? otherwise);
  const engine = engines.find(({ index }) => env[index] !== undefined);
  if (engine === undefined) return undefined;
  const index = (number(engine.index, Number.NaN) - number(engine.first, 0)) / number(engine.step, 1) + 1;
  const of = tasks ?? number(engine.count, Number.NaN);
  return Number.isInteger(index) && Number.isInteger(of) && index >= 1 && index <= of ? { index, of } : undefined;
}
