import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it, vi } from "vitest";
import { curveCommands } from "./toggles/curve.ts";
import { filesCommands } from "./toggles/files.ts";
import { modes } from "./toggles/modes.ts";
import { pricesCommands } from "./toggles/prices.ts";
import { bad, folder, mini, typed } from "./toggles/shared.ts";

// Tests ask nobody: a copy that is to be opened is not there.
beforeAll(() => void vi.spyOn(globalThis, "fetch").mockRejectedValue(new Error("no network")));

const commands = { ...pricesCommands, ...curveCommands, ...filesCommands };

/** Options that ask for what is the default already, or only name where to write. */
const defaults: ReadonlySet<string> = new Set(["pilots cut --out"]);
/** Options of which the command says each time that they decide nothing, and what does. */
const explained: ReadonlyMap<string, string> = new Map([["plan --examples", "The budget decides how many examples"]]);

async function written(name: string, argv: readonly string[]): Promise<string> {
  const path = join(folder.path, name);
  if (!existsSync(path)) folder.file(name, (await folder.run(argv)).stdout);
  return path;
}

/** Files that other commands write, and a folder that is not there yet. */
async function given(word: string): Promise<string> {
  if (word === "@old.json")
    return written("old.json", ["estimate", ...typed, "--as-of", "2026-10-22", "--format", "json"]);
  if (word === "@new.json") return written("new.json", ["estimate", ...typed, "--format", "json"]);
  if (word === "@one.json") return written("one.json", ["estimate", ...typed, "--model", mini, "--format", "json"]);
  if (word === "@part1.json") return written("part1.json", ["profile", bad, "--shard", "1/2"]);
  if (word === "@gold2.txt") return folder.file("gold2.txt", "no\nno\nyes\nNo\n");
  if (word === "@words.txt") return folder.file("words.txt", "the red car\na blue boat\n");
  if (word === "@wordsGold.txt") return folder.file("wordsGold.txt", "the green car\na blue boat\n");
  if (word === "@bare.csv") return folder.file("bare.csv", "n,value\n125,0.71\n250,0.745\n500,0.775\n");
  if (word === "@other.csv") return folder.file("speed.csv", "n,value,se\n125,7.1,0.1\n250,6.4,0.1\n500,6.1,0.1\n");
  if (word === "@fresh") return join(folder.path, `out${(outs += 1)}`);
  return word;
}
let outs = 0;

/** All that a command says and writes, without the names of the folders that it writes to. */
async function told(command: string, argv: readonly string[]): Promise<{ text: string; exitCode: number }> {
  const out = command === "pilots cut" && !argv.includes("--out") ? ["--out", "@fresh"] : [];
  const words = await Promise.all([...command.split(" "), ...argv, ...out].map(given));
  const { stdout, stderr, exitCode } = await folder.run(words);
  const place = words[words.indexOf("--out") + 1] ?? "";
  const files =
    words.includes("--out") && existsSync(place) ? readdirSync(place, { recursive: true, withFileTypes: true }) : [];
  const contents = files.flatMap((one) =>
    one.isFile() ? [one.name, readFileSync(join(one.parentPath, one.name), "utf8")] : [],
  );
  return { text: `${exitCode} ${stdout}${stderr}${contents.join("\n")}`.replaceAll(/out\d+/gu, "out"), exitCode };
}

async function optionsOf(command: string): Promise<readonly string[]> {
  const { stdout } = await folder.run([...command.split(" "), "--help", "all"]);
  return [...stdout.matchAll(/^ {2}(?:-\w, )?(--[\w-]+)/gmu)].flatMap(([, option = ""]) =>
    option === "--help" ? [] : [option],
  );
}

/** The lines that repeat the question, which change with every option. */
const echo = /^(?:.*examples of .*tokens.*|.*requests a month.*|Prices of .*|Not seen for .*)$/gmu;
const counts = { answers: 0, refusals: 0 };

describe.each(Object.entries(commands))(
  "an option of %s is never ignored",
  (command, { base, options, beside = {}, instead = {} }) => {
    it("is toggled whole: every option has its value", async () => {
      expect(Object.keys(options).toSorted()).toEqual([...new Set(await optionsOf(command))].toSorted());
    });

    it.each(Object.entries(options))("%s", async (option, value) => {
      const start = [...(instead[option] ?? base), ...(beside[option] ?? [])];
      const at = start.indexOf(option);
      const rest = at < 0 ? start : start.toSpliced(at, value.length + 1);
      const before = await told(command, start);
      const after = await told(command, [...rest, option, ...value]);
      const isRefused = after.exitCode === 2;
      counts[isRefused ? "refusals" : "answers"] += 1;
      const reason = explained.get(`${command} ${option}`);
      expect(after.text).toContain(reason ?? "");
      const isSame = reason === undefined && after.text.replaceAll(echo, "") === before.text.replaceAll(echo, "");
      expect(
        isRefused || !isSame || defaults.has(`${command} ${option}`),
        `${start.join(" ")} | ${after.text.slice(0, 400)}`,
      ).toBe(true);
    });
  },
);

describe.each(modes)("an option that decides nothing to %s %j", (command, base, idle) => {
  it.each(idle)("is said to, or refused: %s", async (option) => {
    const before = await told(command, base);
    const after = await told(command, [...base, option, ...(commands[command]?.options[option] ?? [])]);
    const isSame = after.text.replaceAll(echo, "") === before.text.replaceAll(echo, "");
    expect(isSame, after.text.slice(0, 400)).toBe(false);
  });
});

describe("all commands", () => {
  it("are toggled, and what the toggles did is printed", async () => {
    const { stdout } = await folder.run(["--help"]);
    const named = [...stdout.matchAll(/^ {2}([a-z]+)(?= )/gmu)]
      .map(([, name]) => name)
      .filter((name) => name !== "tunecast");
    const whole = new Set([...Object.keys(commands).map((name) => name.split(" ")[0]), "mcp"]);
    expect(named.filter((name) => !whole.has(name))).toEqual([]);
    console.log(
      `${counts.answers + counts.refusals} options: ${counts.answers} changed what is said, ${counts.refusals} are refused; 0 silent.`,
    );
    expect(counts.answers).toBeGreaterThan(4 * counts.refusals);
  });
});
