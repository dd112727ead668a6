// @ts-check
/**
 * Counts 200 files on engines that exist, with tasks killed in the middle and tasks that run twice, and compares the
 * sum with one pass, byte for byte:
 *
 *     npm run test:engines
 *
 * GNU parallel and Slurm are those of Debian (`apt-get install parallel slurm-wlm munge`), Spark is `pyspark` of PyPI.
 * What is not installed is said and left out.
 */
import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { writeFiles } from "./engineFiles.mjs";
import { Slurm } from "./engineSlurm.mjs";

const main = fileURLToPath(new URL("../../bin/tunecast.js", import.meta.url));
const adapter = fileURLToPath(new URL("../../engines/spark.py", import.meta.url));
const TASKS = 8;
const RULES = ["--rules", "openai/o200k_base,plain/mistral-v3"];
const folder = mkdtempSync(join(tmpdir(), "tunecast-engines-"));
const manifest = join(folder, "m.json");
let failures = 0;

/** @param {readonly string[]} args @param {string | Uint8Array} [input] */
function tunecast(args, input) {
  return execFileSync(process.execPath, [main, ...args], {
    input,
    maxBuffer: 1 << 28,
    stdio: ["pipe", "pipe", "pipe"],
  }).toString();
}

/** @param {string} program */
const has = (program) => spawnSync("sh", ["-c", `command -v ${program}`]).status === 0;

/** @param {string} engine @param {string} got @param {string} wanted */
function compare(engine, got, wanted) {
  const same = got === wanted;
  if (!same) failures += 1;
  console.log(`${same ? "ok    " : "FAILED"} ${engine}: ${got.length} bytes, one pass ${wanted.length}`);
}

/** The command of one task. @param {string} task @param {string} out */
const command = (task, out) =>
  `${process.execPath} ${main} profile --manifest ${manifest} --task ${task}/${TASKS} --out ${out} ${RULES.join(" ")}`;

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
  for (let pass = 0; pass < 2; pass += 1)
    execFileSync("parallel", ["-j2", command("{}", out), ":::", ...tasks()], { stdio: "ignore" });
  compare("GNU parallel", tunecast(["merge", out]), whole);
  // Without --out both copies of a task hand their profile on.
  const twice = [1, 2, 3, 3, 4, 5, 6, 7, 8, 8].map((task) =>
    tunecast(["profile", "--manifest", manifest, "--task", `${task}/${TASKS}`, ...RULES]),
  );
  compare("parts in a stream, some twice", tunecast(["merge", "-"], twice.toReversed().join("")), whole);
}

function tasks() {
  return Array.from({ length: TASKS }, (_, task) => String(task + 1));
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
    compare("Slurm array", tunecast(["merge", out]), whole);
  } finally {
    await cluster.stop();
  }
}

function spark() {
  const rows = join(folder, "rows.jsonl");
  writeFileSync(rows, readFileSync(join(folder, "data", "large.jsonl")));
  const environment = {
    ...process.env,
    TUNECAST: `${process.execPath} ${main}`,
    PYTHONPATH: [process.env["PYTHONPATH"], process.env["TUNECAST_PYTHON"]].filter(Boolean).join(":"),
    PYSPARK_PYTHON: "python3",
    SPARK_LOCAL_IP: "127.0.0.1",
    PYSPARK_SUBMIT_ARGS: [
      "--master local-cluster[2,1,1024]",
      "--conf spark.speculation=true --conf spark.speculation.multiplier=1.01 --conf spark.speculation.quantile=0.1",
      "--conf spark.speculation.interval=10ms --conf spark.speculation.minTaskRuntime=1ms --conf spark.ui.enabled=false",
      "pyspark-shell",
    ].join(" "),
  };
  const got = execFileSync("python3", [adapter, rows, ...RULES], {
    env: environment,
    maxBuffer: 1 << 28,
    stdio: ["ignore", "pipe", "ignore"],
  });
  const whole = tunecast(["profile", "-", "--shard", "1/1", "--source", rows, ...RULES], readFileSync(rows));
  compare("Spark, local cluster with speculation", got.toString(), whole);
}

try {
  mkdirSync(join(folder, "data"));
  const number = writeFiles(join(folder, "data"));
  writeFileSync(manifest, tunecast(["manifest", join(folder, "data")]));
  const whole = tunecast(["profile", "--manifest", manifest, "--task", "1/1", ...RULES]);
  const { examples, badRows } = JSON.parse(whole);
  console.log(`       ${number} files: ${examples} examples, ${badRows} bad rows`);
  if (has("parallel")) parallel(whole);
  else console.log("skipped GNU parallel: it is not installed");
  if (has("slurmctld") && has("munged")) await slurm(whole);
  else console.log("skipped Slurm: slurm-wlm and munge are not installed");
  const path = [process.env["PYTHONPATH"], process.env["TUNECAST_PYTHON"]].filter(Boolean).join(":");
  const pyspark = spawnSync("python3", ["-c", "import pyspark"], { env: { ...process.env, PYTHONPATH: path } });
  if (has("java") && pyspark.status === 0) spark();
  else console.log("skipped Spark: Java or the package pyspark is not installed");
} finally {
  rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 250 });
}
if (failures > 0) process.exitCode = 1;
