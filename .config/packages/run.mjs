// @ts-check
import { execFileSync, spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";

/** Runs a program; its output is shown only where it fails. @param {string} program @param {readonly string[]} args @param {string} cwd */
export function run(program, args, cwd) {
  try {
    return execFileSync(program, args, { cwd, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"], maxBuffer: 1e8 });
  } catch (error) {
    const { stdout = "", stderr = "" } = /** @type {{ stdout?: string, stderr?: string }} */ (error);
    console.error(`${program} ${args.join(" ")}\n${stdout}${stderr}`);
    throw error;
  }
}

/** A line of a guide, which ends as it says. @param {string} line @param {string} folder */
export function runLine(line, folder) {
  const { status, stdout, stderr } = spawnSync("bash", ["-c", line], { cwd: folder, encoding: "utf8" });
  const expected = line.includes("# exit code 1") ? 1 : 0;
  if (status !== expected || (stdout === "" && !/[>]/.test(line)))
    throw new Error(`${line}\nended with ${status}, expected ${expected}.\n${stdout}${stderr}`);
}

/** A program of a guide, which prints what stands beside its lines. @param {string} code @param {string} folder */
export function runProgram(code, folder) {
  writeFileSync(join(folder, "program.mjs"), code);
  const printed = run(process.execPath, ["--no-warnings", "program.mjs"], folder).trim();
  const said = [...code.matchAll(/^console\.log\(.*\/\/ (.*)/gm)].map(([, text]) => text).join("\n");
  if (printed !== said) throw new Error(`A program of the guide prints\n${printed}\nand says that it prints\n${said}`);
}
