// @ts-check
/**
 * Compiles the counting in wasm/ with AssemblyScript into one module of base64, which Node and the browser load alike;
 * part of every build. A module that the sources of this moment have already made is left as it is.
 */
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const folder = new URL("../wasm/", import.meta.url);
const out = new URL("../tables/wasm.js", import.meta.url);
const options =
  "--optimizeLevel 3 --noAssert --runtime stub --enable simd --enable bulk-memory --initialMemory 768".split(" ");

/** Compiles what has changed. */
export async function makeWasm() {
  // The compiler's own types would take the place of JavaScript's: it is run, not imported.
  const compiler = createRequire(import.meta.url).resolve("assemblyscript/package.json");
  const { version } = JSON.parse(readFileSync(compiler, "utf8"));
  const hash = createHash("sha256").update([version, ...options].join(" "));
  for (const name of readdirSync(folder).sort()) hash.update(name).update(readFileSync(new URL(name, folder)));
  const head = `// Made by tools/wasm.mjs from wasm/ with AssemblyScript ${version}: ${hash.digest("hex")}`;
  if (existsSync(out) && readFileSync(out, "utf8").startsWith(`${head}\n`)) return;
  const binary = fileURLToPath(new URL("../tables/counting.wasm", import.meta.url));
  const asc = join(dirname(compiler), "bin/asc.js");
  execFileSync(process.execPath, [asc, fileURLToPath(new URL("index.ts", folder)), "-o", binary, ...options], {
    stdio: "inherit",
  });
  writeFileSync(out, `${head}\nexport const binary =\n  "${readFileSync(binary, "base64")}";\n`);
}
