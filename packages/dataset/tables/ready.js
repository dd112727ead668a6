/** The bytes of a table that another number begins are of another version: see tools/ready.mjs. */
const form = 1;
const tables = new Map();

function read(name) {
  try {
    const { createRequire } = process.getBuiltinModule("node:module");
    const bytes = process.getBuiltinModule("node:fs").readFileSync(createRequire(import.meta.url).resolve(name));
    return bytes.readUInt32LE(0) === form ? bytes : undefined;
  } catch {
    return undefined;
  }
}

/** A table as bytes that the counting takes as they are; undefined where there are no files, or those of another version. */
export function ready(name) {
  if (!tables.has(name)) tables.set(name, read(name));
  return tables.get(name);
}
