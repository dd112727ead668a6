import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseSync } from "vite";
import { describe, expect, it } from "vitest";

const packages = fileURLToPath(new URL("../../", import.meta.url));
const doors = ["estimator", "gpu"].flatMap((name) => {
  const { exports } = JSON.parse(readFileSync(join(packages, name, "package.json"), "utf8")) as {
    readonly exports: Readonly<Record<string, { readonly "@tunecast/source"?: string }>>;
  };
  return Object.values(exports)
    .flatMap(({ "@tunecast/source": path }) => path ?? [])
    .map((path) => `${name}/${path}`);
});

/** A value that a package exports, and the comment above it. */
interface Exported {
  readonly name: string;
  readonly comment: string;
  readonly signature: string;
}

function exportedBy(door: string): readonly Exported[] {
  const path = join(packages, door);
  const program = parseSync(path, readFileSync(path, "utf8")).program;
  return program.body.flatMap((node) => {
    if (node.type !== "ExportNamedDeclaration" || node.exportKind === "type" || node.source === null) return [];
    const file = join(dirname(path), node.source.value);
    if (!existsSync(file)) throw new Error(`${door} exports what is not there: ${node.source.value}`);
    const source = readFileSync(file, "utf8");
    return node.specifiers.flatMap(({ exportKind, local }) =>
      exportKind === "type" || !("name" in local) ? [] : [declared(source, local.name)],
    );
  });
}

function declared(source: string, name: string): Exported {
  const start = source.search(new RegExp(`^export (?:async )?(?:function\\*?|const) ${name}\\b`, "mu"));
  if (start < 0) throw new Error(`${name} is declared in another file than the door says.`);
  const before = source.slice(0, start).trimEnd();
  const comment = before.endsWith("*/") ? before.slice(before.lastIndexOf("/**")) : "";
  const rest = source.slice(start);
  const signature = /^[\s\S]*?(?:\{\n|=>|;\n|$)/u.exec(rest)?.[0] ?? "";
  return { name, comment, signature };
}

const all = doors.flatMap(exportedBy);

describe("what a package exports", () => {
  it("says above it what it is", () => {
    expect(all.length).toBeGreaterThan(140);
    expect(all.filter(({ comment }) => comment === "").map(({ name }) => name)).toEqual([]);
  });

  it("names its problems where it gives a result", () => {
    const silent = all.filter(({ comment, signature }) => /\bResult</u.test(signature) && !/problem/iu.test(comment));
    expect(all.filter(({ signature }) => /\bResult</u.test(signature)).length).toBeGreaterThan(30);
    expect(silent.map(({ name }) => name)).toEqual([]);
  });

  it("is what the README says that its doors have", () => {
    const readme = readFileSync(join(packages, "estimator/README.md"), "utf8");
    const rows = [...readme.matchAll(/^\| (`(?:@tunecast|…)[^|]*) \| (.*) \|$/gmu)];
    const missing = rows.flatMap(([, from = "", what = ""]) => {
      const files = [...from.matchAll(/`(?:@tunecast\/estimator|…\/(\w+))`/gu)].map(([, door = "index"]) => door);
      const text = files.map((file) => readFileSync(join(packages, `estimator/src/${file}.ts`), "utf8")).join("\n");
      const exported = new Set(text.match(/\w+(?=,| \})/gu));
      return [...what.matchAll(/`([a-z]\w+)`/gu)].flatMap(([, name = ""]) => (exported.has(name) ? [] : [name]));
    });
    expect(rows.length).toBeGreaterThan(5);
    expect(missing).toEqual([]);
  });
});
