// @ts-check
/**
 * Five questions, the ten lines of the README among them, in every host that people put the packages into, each from the packed tarballs in an empty
 * folder of its own, and the types under every TypeScript. Takes minutes and the registry; writes its table into the README
 * of the estimator:
 *
 *     npm run test:hosts [NAME…]
 */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { hosts } from "./hosts/hosts.mjs";
import { install, packed } from "./hosts/install.mjs";
import { compilers } from "./hosts/typescript.mjs";

const readme = fileURLToPath(new URL("../packages/estimator/HOSTS.md", import.meta.url));
const scratch = mkdtempSync(join(tmpdir(), "tunecast-hosts-"));
const wanted = process.argv.slice(2);
/** @type {{ name: string, versions: string, said: string }[]} */
const rows = [];
/** @type {string | undefined} */
let expected;
// A host is as it comes: nothing of this process, no colours, no reports.
Object.assign(process.env, { NODE_OPTIONS: "", NEXT_TELEMETRY_DISABLED: "1", CI: "1", NO_COLOR: "1" });

try {
  const tarballs = packed(scratch, ["packages/estimator", "pricing", "packages/gpu"]);
  for (const host of [...hosts, ...compilers]) {
    if (wanted.length > 0 && !wanted.includes(host.name) && host !== hosts[0]) continue;
    const folder = join(scratch, String(rows.length));
    mkdirSync(folder);
    const versions = Object.entries(host.needs).map(([name, version]) => `${name} ${version}`);
    const said = await tried(host, folder, tarballs);
    rows.push({ name: host.name, versions: versions.join(", ") || process.version, said });
    console.log(`${said === "" ? "ok  " : "FAIL"} ${host.name}: ${said || versions.join(", ") || process.version}`);
    rmSync(folder, { recursive: true, force: true });
  }
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
writeTable();
if (rows.some(({ said }) => said !== "")) process.exitCode = 1;

/** Nothing, or why the host does not say what plain Node says. @param {typeof hosts[number]} host @param {string} folder @param {readonly string[]} tarballs */
async function tried({ needs, files, ask }, folder, tarballs) {
  try {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(join(folder, path, ".."), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
    install(folder, tarballs, needs);
    const said = [await ask(folder)].flat().map((text) => text.trim());
    // What plain Node, the first host, says is what the others are held against.
    expected ??= said[0];
    const wrong = said.find((text) => text !== expected);
    return wrong === undefined ? "" : `got ${wrong}, expected ${expected}`;
  } catch (error) {
    return String(error).slice(0, 3000);
  }
}

/** Puts the rows between the marks of the table; a host that was not asked keeps its row. */
function writeTable() {
  const text = readFileSync(readme, "utf8");
  const marked = /(<!-- npm run test:hosts -->\n)([\s\S]*?)(<!-- end -->)/;
  const [, , before] = marked.exec(text) ?? [];
  if (before === undefined) throw new Error("packages/estimator/HOSTS.md has no place for the table of hosts.");
  const lines = new Map([...before.matchAll(/^\| (.+?) \|.*$/gm)].map(([line, name = ""]) => [name, line]));
  for (const { name, versions, said } of rows)
    lines.set(name, `| ${name} | ${versions} | ${said === "" ? "same bytes" : "fails"} |`);
  const listed = [...hosts, ...compilers].flatMap(({ name }) => lines.get(name) ?? []);
  const table = ["| host | tried with | five questions |", "|---|---|---|", ...listed].join("\n");
  writeFileSync(readme, text.replace(marked, `$1\n${table}\n\n$3`));
}
