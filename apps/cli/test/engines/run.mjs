// @ts-check
/**
 * Counts 200 files on engines that exist, with tasks killed in the middle and tasks that run twice, and compares the
 * sum with one pass, byte for byte:
 *
 *     npm run test:engines
 *
 * Root gets GNU parallel, Slurm, zstd and Java of Debian; pyspark and datatrove of PyPI and an S3 server of npm go into a
 * folder of their own. What is still missing is said and left out.
 */
import { execFileSync, spawn, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { writeFiles } from "./engineFiles.mjs";
import { Slurm } from "./engineSlurm.mjs";
import { storeOf } from "./engineStore.mjs";
import { has, installed } from "./installed.mjs";

const main = fileURLToPath(new URL("../../bin/tunecast.js", import.meta.url));
const engines = fileURLToPath(new URL("../../engines/", import.meta.url));
const TASKS = 8;
const RULES = ["--rules", "openai/o200k_base,plain/mistral-v3"];
const folder = mkdtempSync(join(tmpdir(), "tunecast-engines-"));
const manifest = join(folder, "m.json");
const data = join(folder, "data");
let [failures, skipped] = [0, 0];

/** @param {readonly string[]} args @param {string | Uint8Array} [input] */
function tunecast(args, input) {
  return execFileSync(process.execPath, [main, ...args], {
    input,
    maxBuffer: 1 << 28,
    stdio: ["pipe", "pipe", "pipe"],
  }).toString();
}

/** @param {string} engine @param {string} got @param {string} wanted */
function compare(engine, got, wanted) {
  const same = got === wanted && got !== "";
  if (!same) failures += 1;
  console.log(`${same ? "ok    " : "FAILED"} ${engine}: ${got.length} bytes, one pass ${wanted.length}`);
}

/** @param {string} engine @param {string} why */
function skip(engine, why) {
  skipped += 1;
  console.log(`skipped ${engine}: ${why}`);
}

/** The command of one task. @param {string} task @param {string} out */
const command = (task, out) =>
  `${process.execPath} ${main} profile --manifest ${manifest} --task ${task}/${TASKS} --out ${out} ${RULES.join(" ")}`;

function tasks() {
  return Array.from({ length: TASKS }, (_, task) => String(task + 1));
}

/** @param {string} whole */
function parallel(whole) {
  const out = join(folder, "parallel");
  // The first pass is killed under the hands of some tasks; the second runs all of them, the third all of them again.
  const killed = join(folder, "killed.sh");
  writeFileSync(
    killed,
    `case $1 in 2|5|7) timeout -s KILL 0.6 ${command("$1", out)};; *) ${command("$1", out)};; esac\n`,
  );
  spawnSync("parallel", ["-j2", `sh ${killed} {}`, ":::", ...tasks()], { stdio: "ignore" });
  const finished = readdirSync(out).filter((name) => name.endsWith(".json")).length;
  console.log(`       ${finished} of ${TASKS} parts after tasks were killed`);
  if (finished === TASKS) failures += 1;
  for (let pass = 0; pass < 2; pass += 1)
    execFileSync("parallel", ["-j2", command("{}", out), ":::", ...tasks()], { stdio: "ignore" });
  compare("GNU parallel", tunecast(["merge", out]), whole);
  // Without --out both copies of a task hand their profile on.
  const twice = [1, 2, 3, 3, 4, 5, 6, 7, 8, 8].map((task) =>
    tunecast(["profile", "--manifest", manifest, "--task", `${task}/${TASKS}`, ...RULES]),
  );
  compare("parts in a stream, some twice", tunecast(["merge", "-"], twice.toReversed().join("")), whole);
}

/** @param {string} whole */
async function slurm(whole) {
  const out = join(folder, "slurm");
  const cluster = new Slurm(join(folder, "cluster"), hostname());
  try {
    await cluster.start();
    const script = join(folder, "array.sh");
    // The index and number of the task come from the environment of the array.
    writeFileSync(
      script,
      `#!/bin/sh\nexec ${process.execPath} ${main} profile --manifest ${manifest} --out ${out} ${RULES.join(" ")}\n`,
    );
    const killed = await cluster.array(script, TASKS, { kill: [3, 6] });
    console.log(`       ${killed} tasks killed in the middle and queued again`);
    if (killed === 0) failures += 1;
    compare("Slurm array", tunecast(["merge", out]), whole);
  } finally {
    await cluster.stop();
  }
}

/**
 * A command in the place of `tunecast` that keeps a list of what was run; the first try of task 3 is killed, that of task 5
 * ends badly after its work, so that both are run twice. (A copy by speculation needs a second host.)
 */
function unreliable() {
  const [log, script] = [join(folder, "runs.log"), join(folder, "unreliable.sh")];
  writeFileSync(log, "");
  writeFileSync(
    script,
    `#!/bin/sh
echo "$*" >> ${log}
first() { mkdir ${folder}/first-$1 2>/dev/null; }
case "$*" in
  *"--task 3/"*) if first 3; then exec timeout -s KILL 0.6 ${process.execPath} ${main} "$@"; fi;;
  *"--task 5/"*) if first 5; then ${process.execPath} ${main} "$@"; exit 9; fi;;
esac
exec ${process.execPath} ${main} "$@"
`,
    { mode: 0o755 },
  );
  /** @param {string} of how often a task was begun */
  const begun = (of) =>
    readFileSync(log, "utf8")
      .split("\n")
      .filter((line) => line.includes(of)).length;
  return { script, begun };
}

/** @param {string} python @param {readonly string[]} args @param {string} program */
function runSpark(python, args, program) {
  const environment = {
    ...process.env,
    TUNECAST: program,
    PYSPARK_PYTHON: python,
    SPARK_LOCAL_IP: "127.0.0.1",
    PYSPARK_SUBMIT_ARGS: [
      "--master local-cluster[2,1,1024]",
      "--conf spark.speculation=true --conf spark.speculation.multiplier=1.1 --conf spark.speculation.quantile=0.5",
      "--conf spark.speculation.interval=100ms --conf spark.task.maxFailures=4 --conf spark.ui.enabled=false",
      "pyspark-shell",
    ].join(" "),
  };
  const { stdout, stderr, status } = spawnSync(python, [join(engines, "spark.py"), ...args, ...RULES], {
    env: environment,
    maxBuffer: 1 << 28,
    stdio: ["ignore", "pipe", "pipe"],
  });
  if (status !== 0) console.log(stderr.toString().split("\n").slice(-30).join("\n"));
  return stdout.toString();
}

/** @param {string} python @param {string} whole */
function spark(python, whole) {
  const { script, begun } = unreliable();
  compare("Spark, local cluster, 200 files", runSpark(python, [manifest, "--tasks", String(TASKS)], script), whole);
  const [killed, slow] = [begun(`--task 3/${TASKS}`), begun(`--task 5/${TASKS}`)];
  console.log(`       task 3 was killed and begun ${killed} times, task 5 ended badly and was begun ${slow} times`);
  if (killed < 2 || slow < 2) failures += 1;
  const rows = join(data, "large.jsonl");
  const one = tunecast(["profile", "-", "--shard", "1/1", "--source", rows, ...RULES], readFileSync(rows));
  compare("Spark, rows of an RDD", runSpark(python, [rows], `${process.execPath} ${main}`), one);
}

/** @param {string} python @param {string} whole */
function datatrove(python, whole) {
  const out = join(folder, "datatrove");
  const pipeline = join(folder, "pipeline.py");
  writeFileSync(
    pipeline,
    `import sys
sys.path.insert(0, ${JSON.stringify(engines)})
from datatrove.executor import LocalPipelineExecutor
from datatrove_step import count
if __name__ == "__main__":
    steps = [count(${JSON.stringify(manifest)}, ${JSON.stringify(out)}, ${JSON.stringify(RULES)})]
    LocalPipelineExecutor(pipeline=steps, tasks=${TASKS}, workers=2, logging_dir=${JSON.stringify(join(folder, "logs"))}).run()
`,
  );
  const environment = { ...process.env, TUNECAST: `${process.execPath} ${main}` };
  const { status, stderr } = spawnSync(python, [pipeline], { env: environment });
  if (status !== 0) console.log(stderr.toString().split("\n").slice(-20).join("\n"));
  compare("datatrove, a step of a pipeline", tunecast(["merge", out]), whole);
}

/** @param {string} modules @param {string} whole */
async function store(modules, whole) {
  const server = await storeOf(modules, data, join(folder, "store"));
  try {
    // Not waited for in this thread: the server is in it.
    const listed = await answer(["manifest", "-"], server.addresses.join("\n"));
    const remote = join(folder, "remote.json");
    writeFileSync(remote, listed);
    const pass = await answer(["profile", "--manifest", remote, "--task", "1/1", ...RULES]);
    let parts = "";
    for (const task of tasks())
      parts += await answer(["profile", "--manifest", remote, "--task", `${task}/${TASKS}`, ...RULES]);
    compare("S3 server, signed addresses, ranges of bytes", tunecast(["merge", "-"], parts), pass);
    const content = (/** @type {string} */ text) => JSON.stringify({ ...JSON.parse(text), sources: [] });
    compare("       and the same as from the disk", content(pass), content(whole));
  } finally {
    await server.stop();
  }
}

/** @param {readonly string[]} args @param {string} [input] @returns {Promise<string>} */
function answer(args, input = "") {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [main, ...args], { stdio: ["pipe", "pipe", "inherit"] });
    let text = "";
    child.stdout.on("data", (chunk) => (text += chunk));
    child.on("close", () => resolve(text));
    child.stdin.end(input);
  });
}

try {
  mkdirSync(data);
  const { python, modules } = installed();
  if (!has("zstd")) skip("packing with zstd", "the program is not installed; one file of the repository is taken");
  const number = writeFiles(data, has("zstd"));
  writeFileSync(manifest, tunecast(["manifest", data]));
  const whole = tunecast(["profile", "--manifest", manifest, "--task", "1/1", ...RULES]);
  const { examples, badRows } = JSON.parse(whole);
  console.log(`       ${number} files: ${examples} examples, ${badRows} bad rows`);
  if (has("parallel")) parallel(whole);
  else skip("GNU parallel", "it is not installed");
  if (has("slurmctld") && has("munged")) await slurm(whole);
  else skip("Slurm", "slurm-wlm and munge are not installed");
  if (python !== null && has("java")) spark(python, whole);
  else skip("Spark", "Java or the package pyspark is not installed");
  if (python !== null) datatrove(python, whole);
  else skip("datatrove", "the package is not installed");
  if (modules !== null) await store(modules, whole);
  else skip("the S3 server", "the package s3rver is not installed");
} finally {
  rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 250 });
}
console.log(`${failures === 0 ? "all byte-identical with one pass" : `${failures} failed`}, ${skipped} skipped`);
if (failures > 0) process.exitCode = 1;
