// @ts-check
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";

/** Kept between runs. */
const cache = join(process.env["XDG_CACHE_HOME"] ?? join(homedir(), ".cache"), "tunecast-engines");

const debian = {
  parallel: "parallel",
  slurmctld: "slurm-wlm",
  munged: "munge",
  zstd: "zstd",
  java: "default-jre-headless",
};
const python = ["pyspark==4.3.0", "datatrove==0.10.1"];
const npm = ["s3rver@3.7.1", "aws4@1.13.2"];

/** @param {string} program */
export const has = (program) => spawnSync("sh", ["-c", `command -v ${program}`]).status === 0;

/** @param {string} program @param {readonly string[]} args @param {string} [cwd] */
const runs = (program, args, cwd) => spawnSync(program, args, { stdio: "ignore", cwd }).status === 0;

/**
 * Installs what it may: packages of Debian for root, those of Python and npm into a folder of their own. What is missing
 * afterwards is for the caller to say.
 *
 * @returns where Python and the packages of npm are; null where they are not
 */
export function installed() {
  mkdirSync(cache, { recursive: true });
  const missing = Object.entries(debian).filter(([program]) => !has(program));
  if (missing.length > 0 && process.getuid?.() === 0 && has("apt-get")) {
    console.log(`       installing ${missing.map(([, name]) => name).join(", ")} of Debian`);
    runs("apt-get", ["update"]);
    runs("apt-get", ["install", "-y", "--no-install-recommends", ...missing.map(([, name]) => name)]);
  }
  return { python: pythonIn(join(cache, "python")), modules: modulesIn(join(cache, "npm")) };
}

/** @param {string} folder */
function pythonIn(folder) {
  const program = join(folder, "bin", "python3");
  if (runs(program, ["-c", "import pyspark, datatrove"])) return program;
  console.log(`       installing ${python.join(", ")} of PyPI`);
  const pip = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", ...python];
  return runs("python3", ["-m", "venv", folder]) && runs(program, pip) ? program : null;
}

/** @param {string} folder */
function modulesIn(folder) {
  const modules = join(folder, "node_modules");
  if (existsSync(join(modules, "s3rver"))) return modules;
  console.log(`       installing ${npm.join(", ")} of npm`);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "package.json"), "{}");
  return runs("npm", ["install", "--no-audit", "--no-fund", ...npm], folder) ? modules : null;
}
