// @ts-check
/**
 * What is installed with the packages: the licence of each dependency against a list, npm's audit of known faults, and the bill
 * of materials (`dist/sbom.json`, CycloneDX):
 *
 *     npm run audit
 */
import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../", import.meta.url));
const free = new Set(["MIT", "ISC", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "0BSD", "CC0-1.0", "BlueOak-1.0.0"]);
/** Under a licence of its own, which is packed with it. */
const known = /^@tunecast\/vocabulary-/;

const args = ["sbom", "--omit=dev", "--sbom-format", "cyclonedx"];
const text = execFileSync("npm", args, { cwd: root, encoding: "utf8", maxBuffer: 1e9 });
mkdirSync(`${root}dist`, { recursive: true });
writeFileSync(`${root}dist/sbom.json`, text);

/** @type {{ components: { "bom-ref": string, licenses?: { license?: { id?: string, name?: string }, expression?: string }[] }[] }} */
const { components } = JSON.parse(text);
const wrong = components.flatMap(({ "bom-ref": id, licenses = [] }) => {
  const names = licenses.map(({ license, expression }) => license?.id ?? license?.name ?? expression ?? "none");
  const isFree = names.length > 0 && names.every((one) => free.has(one));
  return isFree || known.test(id) ? [] : [`${id}: ${names.join(", ") || "no licence"}`];
});
console.log(`${wrong.length === 0 ? "ok  " : "FAIL"} licences of ${components.length} components; dist/sbom.json`);
for (const line of wrong) console.log(`     ${line}`);

const { stdout } = spawnSync("npm", ["audit", "--omit=dev", "--json"], { cwd: root, encoding: "utf8" });
const { metadata, message } = JSON.parse(stdout || "{}");
const faults = metadata?.vulnerabilities;
const isSafe = faults === undefined || faults.high + faults.critical === 0;
console.log(
  faults === undefined
    ? `skip known faults: the registry does not answer (${message ?? "no network"})`
    : `${isSafe ? "ok  " : "FAIL"} known faults: ${JSON.stringify(faults)}`,
);
if (wrong.length > 0 || !isSafe) process.exitCode = 1;
