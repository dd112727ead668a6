// @ts-check
/**
 * What others build upon, as files made from the code: the API reports, the JSON Schemas and the list of kinds. The stored
 * answers are `npm run corpus`.
 *
 *     npm run contracts
 *     node .config/contracts.mjs --check
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { apiReports } from "./contracts/apiReport.mjs";
import { kinds } from "./contracts/kinds.mjs";
import { schemas } from "./contracts/schemas.mjs";

const root = fileURLToPath(new URL("../", import.meta.url));
const isCheck = process.argv.includes("--check");
const made = new Map([...apiReports(), ...schemas(), ...kinds()]);
const stale = [...made].filter(
  ([path, text]) => !existsSync(join(root, path)) || readFileSync(join(root, path), "utf8") !== text,
);

if (isCheck) {
  for (const [path] of stale)
    console.log(`STALE ${path}: run \`npm run contracts\`, and say in the CHANGELOG what changed.`);
  if (stale.length > 0) process.exitCode = 1;
  else console.log(`ok   ${made.size} contracts are what the code says`);
} else {
  for (const [path, text] of stale) write(path, text);
  console.log(`${stale.length} of ${made.size} contracts written; say in the CHANGELOG what changed.`);
}

/** @param {string} path @param {string} text */
function write(path, text) {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}
