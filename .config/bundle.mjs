// @ts-check
/**
 * The packages as they are published, made from what the compiler wrote: one file for each entry and what entries share in
 * files beside them, as ES modules (`dist/esm`) and as CommonJS (`dist/cjs`), each with its declarations, and the two
 * scripts for a plain page or a spreadsheet (`dist/*.global.js`); and the command.
 */
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { rolldown } from "rolldown";

const root = fileURLToPath(new URL("../", import.meta.url));

const external = [/^[^./]/];
/** All but packages of this repository that are taken in. */
const othersThanOwn = [/^(?!@tunecast\/(?:estimator|gpu)(?:\/|$))[^./]/];

/** Takes the modules of a package in: those that are not needed are not loaded. */
const own = {
  name: "own",
  resolveId(/** @type {string} */ id) {
    const [, name, entry = "index"] = /^@tunecast\/(estimator|gpu)(?:\/(\w+))?$/.exec(id) ?? [];
    return name === undefined ? null : join(root, "packages", name, `dist/${entry}.js`);
  },
};

const scripts = [
  {
    folder: "packages/estimator",
    file: "tunecast.global.js",
    name: "tunecast",
    program: ["index", "rows", "text", "curve", "prices"]
      .map((entry) => `export * ${entry === "index" ? "" : `as ${entry} `}from "./${entry}.js";`)
      .join("\n"),
  },
  { folder: "pricing", file: "prices.global.js", name: "tunecastPrices", program: `export * from "./index.js";` },
];

/** The names of functions stay, so that a trace can be read. @type {import("rolldown").OutputOptions} */
const written = {
  minify: { compress: false, mangle: { toplevel: false, keepNames: true }, codegen: { removeWhitespace: true } },
  comments: { annotation: true, jsdoc: false, legal: true },
};

/**
 * The entries of a package in a format: the name of each file, and the module that it is made of. What is written as one
 * ES module is published as it stands.
 *
 * @param {string} folder @param {"esm" | "cjs"} format @returns {Record<string, string>}
 */
function entriesOf(folder, format) {
  const { exports } = JSON.parse(readFileSync(join(root, folder, "package.json"), "utf8"));
  const files = Object.values(exports).flatMap((conditions) => {
    const [target, module] = [conditions[format === "esm" ? "import" : "require"]?.default, conditions.import?.default];
    const name = new RegExp(`^\\./dist/${format}/(.+)\\.js$`).exec(target ?? "")?.[1];
    return name === undefined ? [] : [[name, join(root, folder, module.replace("dist/esm", "dist"))]];
  });
  return Object.fromEntries(files);
}

/** @param {string} folder */
async function bundle(folder) {
  for (const format of /** @type {const} */ (["esm", "cjs"])) {
    const dir = join(root, folder, "dist", format);
    rmSync(dir, { recursive: true, force: true });
    const input = entriesOf(folder, format);
    if (Object.keys(input).length === 0) continue;
    const groups = await files(input);
    const built = await rolldown({
      input,
      // Counting needs a few functions of the estimator, which would load most of it.
      external: folder === "packages/dataset" ? othersThanOwn : external,
      platform: "node",
      plugins: [own, tables, deeper, examples, ...(format === "esm" ? [pure] : [])],
      checks: { ineffectiveDynamicImport: false },
    });
    await built.write({
      dir,
      format,
      entryFileNames: "[name].js",
      chunkFileNames: "shared/[name].js",
      codeSplitting: { groups },
      ...written,
    });
    // The nearest manifest is the one that a bundler asks what may be dropped.
    const manifest = { type: format === "esm" ? "module" : "commonjs", sideEffects: false };
    writeFileSync(join(dir, "package.json"), `${JSON.stringify(manifest)}\n`);
    for (const [name, module] of Object.entries(input)) declare(module.replace(/\.js$/, ".d.ts"), dir, name);
  }
}

/**
 * What the first entry of several needs, in few files, which are read in half the time of fifteen: what `estimate` takes, and the
 * rest apart from it, so that an application that only estimates leaves that out.
 *
 * @param {Record<string, string>} input @returns {Promise<{ name: string, test: (id: string) => boolean, priority?: number }[]>}
 */
async function files({ index, ...others }) {
  if (index === undefined || Object.keys(others).length === 0) return [];
  const estimate = join(dirname(index), "estimate/estimate.js");
  const roots = existsSync(estimate) ? { core: estimate, further: index } : { core: index };
  const groups = Object.entries(roots).map(async ([name, root]) => {
    const built = await rolldown({ input: root, external });
    const { output } = await built.generate({ format: "esm" });
    const modules = new Set(Object.keys(output[0].modules));
    return { name, test: (/** @type {string} */ id) => modules.has(id) };
  });
  // decimal.js does not say that it may be dropped: alone with what needs it, a bundler drops it with that file.
  const money = {
    name: "money",
    test: (/** @type {string} */ id) => id === join(dirname(index), "money.js"),
    priority: 1,
  };
  return [money, ...(await Promise.all(groups))];
}

const tables = {
  name: "tables",
  resolveId: (/** @type {string} */ id) =>
    /\/tables\/(?!characterClasses)[^/]+\.js$/.test(id) ? { id, external: true } : null,
  renderChunk: (/** @type {string} */ code, /** @type {{ fileName: string }} */ { fileName }) =>
    code.replaceAll(/"(?:\.\.\/)+(?=tables\/)/g, `"${"../".repeat(fileName.split("/").length + 1)}`),
};

const deeper = {
  name: "deeper",
  transform: (/** @type {string} */ code) =>
    code.includes("import.meta.url") ? code.replaceAll('new URL("../', 'new URL("../../') : null,
};

/** What makes a value at load without a call or a look into another one: a bundler drops it unaided where nobody uses it. */
const plain = new Set(["Literal", "Identifier", "ArrowFunctionExpression", "FunctionExpression", "TemplateLiteral"]);

/**
 * What a module makes at load is marked as pure, which it is (`sideEffects: false` says so of each whole file): a bundler
 * then drops it where nobody uses it, although it shares a file with what is used. An expression in a marked function is
 * dropped whole by esbuild, rollup, webpack and Vite, whatever is in it.
 */
const pure = {
  name: "pure",
  /** @this {import("rolldown").PluginContext} @param {string} code */
  renderChunk(code) {
    const made = this.parse(code).body.flatMap((node) => {
      const declared = node.type === "ExportNamedDeclaration" ? node.declaration : node;
      return declared?.type === "VariableDeclaration" ? declared.declarations.flatMap(({ init }) => init ?? []) : [];
    });
    return made
      .filter(({ type }) => !plain.has(type))
      .toReversed()
      .reduce(
        (text, { start, end }) =>
          `${text.slice(0, start)}/* @__PURE__ */ (() => (${text.slice(start, end)}))()${text.slice(end)}`,
        code,
      );
  },
};

const examples = {
  name: "examples",
  /** @this {import("rolldown").PluginContext} @param {string} code @param {string} id */
  transform(code, id) {
    if (!/\/bill\/rules\/\w+\.js$/.test(id)) return null;
    const { body } = this.parse(code);
    const rules = body.flatMap((node) =>
      node.type === "ExportNamedDeclaration" && node.declaration?.type === "VariableDeclaration"
        ? node.declaration.declarations.map(({ init }) => (init?.type === "CallExpression" ? init.arguments[0] : null))
        : [],
    );
    const parts = rules.flatMap((made) => (made?.type === "ObjectExpression" ? made.properties : []));
    const isExample = (/** @type {typeof parts[number]} */ part) =>
      part.type === "Property" && "name" in part.key && part.key.name === "example";
    // From the last to the first, so that the places of those before stay.
    return parts
      .filter(isExample)
      .toReversed()
      .reduce((left, { start, end }) => left.slice(0, start) + left.slice(end).replace(/^,/, ""), code);
  },
};

/** Copies a declaration and all those that it names. @param {string} file @param {string} dir @param {string} name */
function declare(file, dir, name) {
  const target = join(dir, `${name}.d.ts`);
  if (existsSync(target)) return;
  mkdirSync(dirname(target), { recursive: true });
  const text = readFileSync(file, "utf8");
  // A reader's compiler may not read JSON: its type stands in place of the file.
  const whole = text.replaceAll(
    /^import (\w+) from "(\.[^"]+\.json)";$/gm,
    (_, value, path) =>
      `declare const ${value}: ${typeOf(JSON.parse(readFileSync(join(dirname(file), path).replace(`${sep}dist${sep}`, `${sep}src${sep}`), "utf8")))};`,
  );
  writeFileSync(target, whole);
  for (const [, path = ""] of text.matchAll(/(?:from|import\()\s*"(\.[^"]+?)\.[jt]s"/g))
    declare(join(dirname(file), `${path}.d.ts`), dir, join(dirname(name), path));
}

/** The type of a value, as the compiler has it of a JSON file. @param {unknown} value @returns {string} */
function typeOf(value) {
  if (value === null || typeof value !== "object") return value === null ? "null" : typeof value;
  if (Array.isArray(value)) return `(${[...new Set(value.map(typeOf))].join(" | ") || "never"})[]`;
  return `{ ${Object.entries(value)
    .map(([key, one]) => `${JSON.stringify(key)}: ${typeOf(one)}`)
    .join("; ")} }`;
}

/** @param {typeof scripts[number]} script */
async function bundleScript({ folder, file, name, program }) {
  const input = join(root, folder, "dist/script.js");
  writeFileSync(input, program);
  const built = await rolldown({ input, platform: "browser", plugins: [examples] });
  await built.write({ file: join(root, folder, "dist", file), format: "iife", name, minify: true });
  rmSync(input);
}

/** The command in few files, with what it takes of other packages: to load sixty takes longer than to answer. */
async function bundleCommand() {
  const folder = join(root, "apps/cli/dist");
  const dir = join(folder, "program");
  rmSync(dir, { recursive: true, force: true });
  const options = { external: othersThanOwn, platform: /** @type {const} */ ("node"), plugins: [own, examples] };
  // What every command that reads data needs is a file, and what an estimate needs besides another.
  const groups = ["profile", "estimate"].map(async (name, place) => {
    const input = join(folder, `commands/${name}.js`);
    const { output } = await (await rolldown({ ...options, input })).generate({ format: "esm" });
    const modules = new Set(Object.keys(output[0].modules));
    return { name, test: (/** @type {string} */ id) => modules.has(id), priority: 2 - place };
  });
  const input = { main: join(folder, "main.js"), "count.worker": join(folder, "count/count.worker.js") };
  const built = await rolldown({ input, ...options, checks: { ineffectiveDynamicImport: false } });
  const names = { entryFileNames: "[name].js", chunkFileNames: "[name].js" };
  await built.write({ dir, format: "esm", ...names, codeSplitting: { groups: await Promise.all(groups) }, ...written });
}

await bundleCommand();
await Promise.all(["packages/estimator", "packages/dataset", "packages/gpu", "pricing"].map(bundle));
await Promise.all(scripts.map(bundleScript));
