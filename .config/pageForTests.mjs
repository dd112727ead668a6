// @ts-check
import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const vite = fileURLToPath(new URL("../node_modules/vite/bin/vite.js", import.meta.url));
const calculator = fileURLToPath(new URL("../apps/calculator/", import.meta.url));

/**
 * Builds the page as it is now, once for all tests that open it, into a folder of its own (`inject("pageFolder")`).
 *
 * @param {import("vitest/node").TestProject} project
 */
export default async function setup(project) {
  const folder = await mkdtemp(join(tmpdir(), "calculator-"));
  // Vitest calls the environment a test; what is tested is what is shipped.
  const env = { ...process.env, NODE_ENV: "production" };
  const words = [vite, "build", "--logLevel", "warn", "--outDir", folder, "--emptyOutDir"];
  await promisify(execFile)(process.execPath, words, { cwd: calculator, env });
  project.provide("pageFolder", folder);
  return () => rm(folder, { recursive: true, force: true });
}
