// @ts-check
import { execFileSync, spawn, spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";

/** A cluster of one machine, with what Debian's packages bring. */
export class Slurm {
  /** @type {import("node:child_process").ChildProcess[]} */
  #daemons = [];
  #folder;
  #host;
  #environment;

  /** @param {string} folder @param {string} host */
  constructor(folder, host) {
    this.#folder = folder;
    this.#host = host;
    this.#environment = { ...process.env, SLURM_CONF: join(folder, "slurm.conf") };
  }

  async start() {
    for (const name of ["state", "spool", "munge"]) mkdirSync(join(this.#folder, name), { recursive: true });
    writeFileSync(
      join(this.#folder, "slurm.conf"),
      [
        "ClusterName=test",
        `SlurmctldHost=${this.#host}`,
        "AuthType=auth/munge",
        `AuthInfo=socket=${this.#socket()}`,
        "CredType=cred/munge",
        "ProctrackType=proctrack/linuxproc",
        "TaskPlugin=task/none",
        "SlurmUser=root",
        "SlurmdUser=root",
        "SelectType=select/cons_tres",
        "SelectTypeParameters=CR_Core",
        "ReturnToService=2",
        "JobRequeue=1",
        "SchedulerParameters=sched_interval=1,batch_sched_delay=0",
        `StateSaveLocation=${join(this.#folder, "state")}`,
        `SlurmdSpoolDir=${join(this.#folder, "spool")}`,
        `SlurmctldPidFile=${join(this.#folder, "slurmctld.pid")}`,
        `SlurmdPidFile=${join(this.#folder, "slurmd.pid")}`,
        `NodeName=${this.#host} CPUs=2 State=UNKNOWN`,
        "PartitionName=test Nodes=ALL Default=YES MaxTime=INFINITE State=UP",
        "",
      ].join("\n"),
    );
    const key = join(this.#folder, "munge", "key");
    writeFileSync(key, Buffer.alloc(1024, "tunecast"), { mode: 0o400 });
    const munge = ["pid", "log", "seed"].map((name) => `--${name}-file=${join(this.#folder, "munge", name)}`);
    this.#daemon("munged", ["--foreground", "--force", `--key-file=${key}`, `--socket=${this.#socket()}`, ...munge]);
    await wait(1000);
    this.#daemon("slurmctld", ["-D", "-i"]);
    await wait(2000);
    this.#daemon("slurmd", ["-D", "-N", this.#host]);
    await this.#until(
      () => /idle/u.test(this.#readQuestion("sinfo", ["-h", "-o", "%T"])),
      60,
      "the node does not come up",
    );
  }

  #socket() {
    return join(this.#folder, "munge", "socket");
  }

  /** @param {string} program @param {readonly string[]} args */
  #daemon(program, args) {
    this.#daemons.unshift(spawn(program, args, { env: this.#environment, stdio: "ignore" }));
  }

  /** @param {string} program @param {readonly string[]} args */
  #readQuestion(program, args) {
    const { stdout, stderr } = spawnSync(program, args, { env: this.#environment, encoding: "utf8" });
    return `${stdout}${stderr}`;
  }

  /** @param {() => boolean} holds @param {number} seconds @param {string} otherwise */
  async #until(holds, seconds, otherwise) {
    for (let left = seconds * 4; left > 0; left -= 1) {
      if (holds()) return;
      await wait(250);
    }
    throw new Error(otherwise);
  }

  /**
   * Runs an array of tasks to its end; some are killed once they run, and queued again.
   *
   * @param {string} script @param {number} tasks @param {{ kill: readonly number[] }} options
   * @returns how many were killed
   */
  async array(script, tasks, { kill }) {
    const log = join(this.#folder, "%a.log");
    const submit = ["--parsable", `--array=1-${tasks}`, "--requeue", "-o", log, script];
    const job = execFileSync("sbatch", submit, { env: this.#environment, encoding: "utf8" }).trim();
    let killed = 0;
    for (const task of kill) {
      const state = () => this.#readQuestion("squeue", ["-h", "-j", `${job}_${task}`, "-o", "%T"]);
      await this.#until(() => !/PENDING/u.test(state()), 300, `task ${task} does not begin`);
      if (!/RUNNING/u.test(state())) continue;
      // Queued again while it runs: Slurm kills it first.
      if (this.#readQuestion("scontrol", ["requeue", `${job}_${task}`]).trim() !== "") continue;
      killed += 1;
    }
    for (const task of kill) {
      // Slurm lets a task that was queued again wait for two minutes.
      await wait(2000);
      this.#readQuestion("scontrol", ["update", `jobid=${job}_${task}`, "starttime=now"]);
    }
    await this.#until(
      () => this.#readQuestion("squeue", ["-h", "-j", job, "-o", "%T"]).trim() === "",
      600,
      "the array does not end",
    );
    return killed;
  }

  async stop() {
    for (const daemon of this.#daemons) {
      const ended = new Promise((resolve) => {
        daemon.once("exit", resolve);
      });
      daemon.kill();
      await Promise.race([ended, wait(10_000)]);
    }
  }
}
