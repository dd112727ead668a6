// @ts-check
/**
 * A release on this machine: the packages are published to a registry of our own as they are to npm, installed from there into
 * an empty folder, and what the READMEs tell people to type is run there. Needs the registry once, for Verdaccio and for what
 * the packages depend on:
 *
 *     npm run rehearse
 */
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { run, runLine } from "./packages/run.mjs";
import { root } from "./packages/place.mjs";

/** The last one that runs on Node 20. One of its packages asks for a tag of node-fetch that not every registry has. */
const verdaccio = { dependencies: { verdaccio: "6.8.0" }, overrides: { "node-fetch": "2.7.0" } };
const scratch = mkdtempSync(join(tmpdir(), "tunecast-rehearsal-"));
const folder = (/** @type {string} */ name) => {
  mkdirSync(join(scratch, name), { recursive: true });
  return join(scratch, name);
};
const port = await freePort();
const registry = `http://127.0.0.1:${port}/`;
writeFileSync(join(folder("registry"), "config.yaml"), settings());
writeFileSync(join(scratch, "registry/package.json"), JSON.stringify({ private: true, ...verdaccio }));
run("npm", ["install", "--no-audit", "--no-fund", "--silent"], join(scratch, "registry"));
const program = join(scratch, "registry/node_modules/.bin/verdaccio");
const server = spawn(program, ["--config", "config.yaml", "--listen", `127.0.0.1:${port}`], {
  cwd: join(scratch, "registry"),
  stdio: ["ignore", "ignore", "inherit"],
});

try {
  await listening();
  // What the release writes: packages, sums, notes, the bill of materials, the repository of the action.
  process.env["npm_config_registry"] = registry;
  process.env["npm_config_userconfig"] = join(scratch, "npmrc");
  writeFileSync(join(scratch, "npmrc"), `//127.0.0.1:${port}/:_authToken=rehearsal\n`);
  const { version } = JSON.parse(readFileSync(join(root, "apps/cli/package.json"), "utf8"));
  console.log(run(process.execPath, [join(root, ".config/release.mjs"), "--tag", `v${version}`], root).trim());
  checkSums();
  const installed = folder("installed");
  writeFileSync(join(installed, "package.json"), '{ "private": true, "type": "module" }');
  run("npm", ["install", `tunecast@${version}`, "--no-audit", "--no-fund", "--silent"], installed);
  const { packages, bytes } = sizeOf(join(installed, "node_modules"));
  say(packages <= 25, `npm i tunecast: ${packages} packages (goal 25)`);
  say(bytes <= 35e6, `npm i tunecast: ${(bytes / 1e6).toFixed(1)} MB (goal 35)`);
  const library = folder("library");
  writeFileSync(join(library, "package.json"), '{ "private": true, "type": "module" }');
  run("npm", ["install", "@tunecast/estimator", "@tunecast/pricing", "--no-audit", "--no-fund", "--silent"], library);
  const alone = sizeOf(join(library, "node_modules"));
  say(
    alone.bytes <= 4e6,
    `library with prices: ${alone.packages} packages, ${(alone.bytes / 1e6).toFixed(1)} MB (goal 4)`,
  );
  runReadmes(installed);
} finally {
  server.kill();
  rmSync(scratch, { recursive: true, force: true });
}

/** What is printed beside a goal; a goal that is missed is said and does not fail. @param {boolean} reached @param {string} text */
function say(reached, text) {
  console.log(`${reached ? "ok  " : "MISS"} ${text}`);
}

function checkSums() {
  const place = join(root, "dist/release");
  const lines = readFileSync(join(place, "SHA256SUMS"), "utf8").trim().split("\n");
  const wrong = lines.filter((line) => {
    const [sum = "", name = ""] = line.split(/\s+/);
    return (
      createHash("sha256")
        .update(readFileSync(join(place, name)))
        .digest("hex") !== sum
    );
  });
  if (wrong.length > 0) throw new Error(`SHA256SUMS does not hold of ${wrong.join(", ")}.`);
  console.log(`ok   ${lines.length} checksums; ${readdirSync(place).sort().join(", ")}`);
}

/** Each command of the root's README. @param {string} from */
function runReadmes(from) {
  cpSync(join(root, "apps/cli/sample/support-replies.jsonl"), join(from, "train.jsonl"));
  cpSync(join(root, "packages/gpu/test/trainers/fixtures/axolotl.yml"), join(from, "axolotl.yml"));
  writeFileSync(join(from, "pilots.csv"), "n,value,se\n250,0.612,0.012\n500,0.655,0.011\n1000,0.701,0.011\n");
  const readme = readFileSync(join(root, "README.md"), "utf8");
  const lines = readme.split("\n").filter((line) => line.startsWith("npx tunecast "));
  for (const line of lines) runLine(line, from);
  console.log(`ok   from the registry: ${lines.length} commands of README.md`);
}

/** Packages and bytes of a folder of modules. @param {string} place */
function sizeOf(place) {
  let [packages, bytes] = [0, 0];
  for (const entry of readdirSync(place, { withFileTypes: true, recursive: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    bytes += readFileSync(path).length;
    if (/node_modules\/(?:@[^/]+\/)?[^/@]+\/package\.json$/.test(path)) packages++;
  }
  return { packages, bytes };
}

/** Our packages are kept here; every other is handed on from the registry of this machine. */
function settings() {
  const upstream = run("npm", ["config", "get", "registry"], root).trim();
  return [
    `storage: ${join(scratch, "registry/storage")}`,
    `uplinks: { npmjs: { url: "${upstream}" } }`,
    "packages:",
    ...["@tunecast/*", "tunecast"].map(
      (name) => `  "${name}": { access: $all, publish: $anonymous, unpublish: $anonymous }`,
    ),
    '  "**": { access: $all, proxy: npmjs }',
    "log: { type: stdout, level: error }",
    "",
  ].join("\n");
}

/** @returns {Promise<number>} */
function freePort() {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, "127.0.0.1", () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === "object" && address !== null ? address.port : 4873));
    });
  });
}

async function listening() {
  for (let tries = 0; tries < 240; tries++) {
    if (server.exitCode !== null) break;
    const answer = await fetch(`${registry}-/ping`).catch(() => undefined);
    if (answer?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
  throw new Error("The registry did not start.");
}
