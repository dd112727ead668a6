import { spawnSync } from "node:child_process";
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parse } from "yaml";
import { blocksOf, tasks } from "../../../.config/tasks.mjs";
import { run } from "../src/run.ts";
import { around } from "./host.ts";

const root = new URL("../../../", import.meta.url);
const documents = spawnSync("git", ["ls-files", "*.md"], { cwd: fileURLToPath(root), encoding: "utf8" })
  .stdout.split("\n")
  .filter((path) => path !== "" && !path.endsWith("USE_POLICY.md"));
/** Its commands have files of their own, and are run with these by `questions.test.ts`. */
const ofQuestions = "apps/guide/questions.md";

interface Block {
  readonly document: string;
  readonly language: string;
  readonly code: string;
}

/** What strangers do runs from the tarballs (`npm run check:packages`). */
const elsewhereRun = new Set(tasks.flatMap((task) => blocksOf(task).map(({ code }) => code)));
const blocks: readonly Block[] = documents
  .filter((document) => document !== ofQuestions)
  .flatMap((document) =>
    [...readFileSync(new URL(document, root), "utf8").matchAll(/^```(\w+)\n([\s\S]*?)^```/gm)].map(
      ([, language = "", code = ""]) => ({ document, language, code }),
    ),
  )
  .filter(({ code }) => !elsewhereRun.has(code));
/** Every line of a language, once, with the first document that has it. */
const linesOf = (language: string): (readonly [string, string])[] => {
  const lines = blocks
    .filter((block) => block.language === language)
    .flatMap(({ document, code }) => code.split("\n").map((line) => [document, line.trim()] as const))
    .filter(([, line]) => line !== "" && !line.startsWith("#"));
  return lines.filter(([, line], at) => lines.findIndex(([, other]) => other === line) === at);
};

/** What no test can run within a test: the two commands that install and start everything (`.ci/run` and a person do), and the benches. */
const elsewhere = /^npm (?:ci|run (?:bench|test|pictures))/;

interface Step {
  readonly uses?: string;
  readonly with?: Readonly<Record<string, string>>;
}

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "tunecast-documents-"));
  symlinkSync(fileURLToPath(new URL("node_modules", root)), join(folder, "node_modules"));
  copyFileSync(new URL("apps/cli/sample/support-replies.jsonl", root), join(folder, "train.jsonl"));
  copyFileSync(new URL("packages/gpu/test/trainers/fixtures/axolotl.yml", root), join(folder, "axolotl.yml"));
  const loss = [1, 2, 3, 4].map((at) => ({ step: 50 * at, loss: 2.1 - at / 8 }));
  mkdirSync(join(folder, "outputs/checkpoint-200"), { recursive: true });
  writeFileSync(
    join(folder, "outputs/checkpoint-200/trainer_state.json"),
    JSON.stringify({ global_step: 200, max_steps: 400, log_history: loss }),
  );
  writeFileSync(join(folder, "pilots.csv"), "n,value,se\n250,0.612,0.012\n500,0.655,0.011\n1000,0.701,0.011\n");
  const items = Array.from({ length: 60 }, (_, id) => ({ id, label: id % 3 === 0 ? "refund" : "other" }));
  const lines = (rows: readonly object[]): string => rows.map((row) => `${JSON.stringify(row)}\n`).join("");
  writeFileSync(join(folder, "gold.jsonl"), lines(items));
  writeFileSync(
    join(folder, "predictions.jsonl"),
    lines(items.map(({ id, label }) => ({ id, prediction: id < 9 ? "?" : label }))),
  );
  for (const [n, right] of [
    [250, 36],
    [500, 41],
    [1000, 45],
  ] as const) {
    const scores = items.map(({ id }) => ({ id, score: Number(id < right) }));
    writeFileSync(join(folder, `n${n}.json`), JSON.stringify({ metric: "accuracy", items: scores }));
  }
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What a block of a library's README takes as given: the file that a person has chosen. */
const given = `import { openAsBlob } from "node:fs";
const blob = await openAsBlob("train.jsonl");
const file = { name: "train.jsonl", stream: () => blob.stream() };
`;

describe("the documents", () => {
  it.each(linesOf("sh").filter(([, line]) => !elsewhere.test(line)))("%s: %s", (_document, line) => {
    const { status, stderr } = spawnSync("bash", ["-c", line], { cwd: folder, encoding: "utf8", maxBuffer: 1e9 });
    const mayRefuse = line.includes("exit code 1");
    expect(mayRefuse ? [0, 1] : [0], stderr).toContain(status);
  });

  it.each(blocks.filter(({ language }) => language === "js").map(({ document, code }) => [document, code] as const))(
    "%s: its program runs and prints what it says",
    (_document, code) => {
      writeFileSync(join(folder, "program.mjs"), `${code.includes("file.") ? given : ""}${code}`);
      const { status, stdout, stderr } = spawnSync(process.execPath, ["--no-warnings", "program.mjs"], {
        cwd: folder,
        encoding: "utf8",
        maxBuffer: 1e9,
      });
      expect(status, stderr).toBe(0);
      const said = [...code.matchAll(/^console\.log\(.*\/\/ (.*)/gm)].map((match) => match[1] ?? "");
      expect(said.length > 0 ? stdout.trim().split("\n") : said).toEqual(said);
    },
  );

  it("gives pipelines that run: GitHub's action by its inputs, GitLab's lines, the hook before a commit", () => {
    const parsed = blocks
      .filter(({ language }) => language === "yaml")
      .map(({ code }) => parse(code) as Readonly<Record<string, never>>);
    const find = (key: string): unknown => parsed.find((one) => key in one)?.[key];
    const shell = (line: string, ...files: readonly string[]) => {
      const PATH = `${join(folder, "node_modules/.bin")}:${process.env["PATH"]}`;
      const args = ["-c", [line, ...files].join(" ")];
      return spawnSync("bash", args, { cwd: folder, encoding: "utf8", env: { ...process.env, PATH } }).status;
    };

    const { steps } = (find("jobs") as { readonly cost: { readonly steps: readonly Step[] } }).cost;
    const step = steps.find(({ uses }) => uses?.startsWith("tunecast/tunecast/"));
    const place = /^tunecast\/tunecast\/(.*)@/.exec(step?.uses ?? "")?.[1] ?? "";
    const action = parse(readFileSync(new URL(`${place}/action.yml`, root), "utf8")) as { readonly inputs: object };
    expect(Object.keys(action.inputs)).toEqual(expect.arrayContaining(Object.keys(step?.with ?? {})));

    const { script, artifacts } = find("cost") as {
      readonly script: string[];
      readonly artifacts: { paths: string[] };
    };
    expect(script.map((line) => shell(line))).toEqual(script.map(() => 0));
    for (const path of artifacts.paths) expect(readFileSync(join(folder, path), "utf8")).not.toBe("");

    type Hook = { readonly id: string; readonly args: readonly string[] };
    const [{ hooks }] = find("repos") as [{ readonly hooks: readonly Hook[] }];
    const ownHooks = readFileSync(new URL(".github/actions/cost/.pre-commit-hooks.yaml", root), "utf8");
    expect((parse(ownHooks) as readonly Hook[]).map(({ id }) => id)).toEqual(hooks.map(({ id }) => id));
    writeFileSync(join(folder, "bad.jsonl"), '{"messages": 1}\n');
    const checks = (...files: readonly string[]) =>
      hooks.map(({ args }) => shell(`tunecast check ${files.at(-1)}`, ...args));
    expect([checks("train.jsonl"), checks("train.jsonl", "bad.jsonl")]).toEqual([[0], [1]]);
  });

  it("names only commands that there are, and all of them", async () => {
    const readme = readFileSync(new URL("README.md", root), "utf8");
    const { stdout } = await run(["--help"], around({}));
    const known = [...stdout.matchAll(/^ {2}([a-z]+) (?:\[| {2})/gm)].map((match) => match[1]);
    const table = /\| command \|[\s\S]*?\n\n/.exec(readme)?.[0] ?? "";
    const rows = [...table.matchAll(/^\| (.*?) \|/gm)].flatMap(([, cell = ""]) =>
      [...cell.matchAll(/`([a-z]+)[^`]*`/g)].map((match) => match[1]),
    );
    expect(new Set(rows)).toEqual(new Set(known));
  });

  it.each(documents)("%s links to files that exist", (document) => {
    const here = new URL(document, root);
    const text = readFileSync(here, "utf8");
    const links = [...text.matchAll(/(?:\]\(|src="|srcset=")(?!https?:)([^)"#]+)[)"]/g)].map((match) => match[1] ?? "");
    expect(links.filter((link) => !existsSync(new URL(link, here)))).toEqual([]);
  });

  it("names only options of the command and source files that there are", async () => {
    const { stdout } = await run(["--help"], around({}));
    const commands = [...stdout.matchAll(/^ {2}([a-z]+) (?:\[| {2})/gm)].map(([, name = ""]) => [name]);
    const inner = ["cut", "score", "read", "next"].map((name) => ["pilots", name]);
    const helps = [...commands, ...inner, ["prices", "show"], ["prices", "check"]].map((name) =>
      run([...name, "--help", "all"], around({})),
    );
    const options = new Set((await Promise.all(helps)).flatMap((help) => help.stdout.match(/--[a-z][a-z-]+/g) ?? []));
    const listed = spawnSync("git", ["ls-files"], { cwd: fileURLToPath(root), encoding: "utf8" }).stdout;
    const files = new Set(
      listed.split("\n").flatMap((path) => path.split("/").map((_, at, all) => all.slice(at).join("/"))),
    );
    const spansOf = (document: string): string[] =>
      [...readFileSync(new URL(document, root), "utf8").matchAll(/`([^`\n]+)`/g)].map(([, span = ""]) => span);
    const wrong = documents.flatMap((document) =>
      spansOf(document).filter((span) => {
        const option = /^--[a-z][a-z-]+/.exec(span)?.[0];
        if (option !== undefined && /^(?:README|apps)/.test(document)) return !options.has(option);
        return /^[\w./-]+\.(?:ts|tsx|mjs)$/.test(span) && !files.has(span);
      }),
    );
    expect(wrong).toEqual([]);
  });

  it("names only scripts that there are", () => {
    const manifests = ["package.json", "apps/calculator/package.json"].map(
      (path) =>
        JSON.parse(readFileSync(new URL(path, root), "utf8")) as { readonly scripts: Readonly<Record<string, string>> },
    );
    const known = new Set(manifests.flatMap(({ scripts }) => Object.keys(scripts)));
    const named = documents.flatMap((document) =>
      [...readFileSync(new URL(document, root), "utf8").matchAll(/npm run ([\w:-]*\w)/g)].map(
        (match) => match[1] ?? "",
      ),
    );
    expect(named.filter((name) => !known.has(name))).toEqual([]);
  });
});
