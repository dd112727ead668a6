import { given, jsonOf } from "@tunecast/estimator/parts";
import type { Command } from "./entry.ts";
import shared from "../trainers/keys/shared.json" with { type: "json" };

/** The commands of a shell script with what it set before them filled in, as far as it does; options on lines of their own were cut off. */
function shellCommands(text: string, variables: Map<string, string>): string[] {
  // Of each `if` around a line: whether its branch is taken, one before it was or one behind it may be; undefined where nobody knows.
  const around: ("now" | "before" | "later" | undefined)[] = [];
  const lines = logicalLines(text).flatMap((line) => {
    const [, word, test = ""] = /^\s*(if|elif|else|fi)\b(?!.*;\s*fi\b)(.*)/.exec(line) ?? [];
    const state = word === undefined || word === "if" ? "later" : around.pop();
    const next = word === "else" ? "now" : holds(test, variables);
    if (word !== undefined && word !== "fi") around.push(state === "now" ? "before" : state === "later" ? next : state);
    const isPassed = around.includes("before") || around.includes("later");
    return isPassed || keep(line, variables) ? [] : [filled(line, variables)];
  });
  return lines.join("\n").split(/\n(?!\s*(?:--?[A-Za-z]|\+{0,2}[a-z]\w*\.[\w.]+=))/);
}

/** Whether two texts are alike, or not, as a test has it; undefined where one of them is not known. */
function holds(test: string, variables: Map<string, string>): "now" | "later" | undefined {
  const [, a = "$", sign, b = "$"] = /^\s*\[\[?\s+(\S+)\s+(==?|!=)\s+(\S+)\s+\]/.exec(filled(test, variables)) ?? [];
  if (/[$*?]/.test(a + b)) return undefined;
  const isAlike = a.replaceAll('"', "") === b.replaceAll('"', "");
  return isAlike === (sign !== "!=") ? "now" : "later";
}

/** Lines without comments; those that a backslash at their very end, a here-document or an open bracket joins are one. */
function logicalLines(text: string): string[] {
  const plain = text
    .replaceAll(/^((?:"(?:[^"\\\n]|\\.)*"|'[^'\n]*'|\\.|[^"'\\\n])*?)(?<!\S)#.*$/gm, "$1")
    .replaceAll(/\\[ \t]+$/gm, "")
    .replaceAll(/\\\r?\n/g, " ")
    .replaceAll(/(?<=\s--[\w-]+[= ]+)'[^']*'/g, oneLine)
    .replaceAll(shell, (_whole, double?: string, single = "") => double?.replaceAll(/\\(["$`\\])/g, "$1") ?? single);
  const documents = plain.replaceAll(
    /read\s+(?:-r\s+)?-d\s+''\s+(?:-r\s+)?(\w+)\s*<<-?\s*['"]?(\w+)['"]?\n([\s\S]*?)\n\s*\2\b/g,
    (_whole, name: string, _end: string, body: string) => `${name}=(${oneLine(body)})`,
  );
  const open = /^(\s*(?:export\s+)?\w+\+?=)(\([ \t]*\n[\s\S]*?\n\s*\)|"(?:[^"\\\n]|\\.)*\n(?:[^"\\]|\\[^])*")[ \t]*$/gm;
  return documents.replaceAll(open, (_whole, start: string, body: string) => start + oneLine(body)).split("\n");
}

/** What a shell of its own is given to run. */
const shell = /\b(?:ba)?sh -\w*c\s+(?:"((?:[^"\\]|\\[^])*)"|'([^']*)')/g;

function oneLine(text: string): string {
  return text.replaceAll(/\s*\n\s*/g, " ").trim();
}

/** What the shell reads as one though blanks or quotes stand in it: a default in quotes, which may stand within quotes, and a sum. */
const whole = String.raw`\$\{\w+:?-"[^"]*"\}|\$\(\([^"]*\)\)`;
const word = String.raw`(?:"(?:${whole}|(?!${whole})[^"\\]|\\.)*"|'[^']*'|${whole}|(?!${whole})[^\s"'])*`;
const assignment = RegExp(
  String.raw`^\s*(?:(?:export|local|readonly)\s+)?([A-Za-z_]\w*)(\+?)=(?:\((.*)\)\s*|(${word}))\s*(?:#.*)?$`,
);

function keep(line: string, variables: Map<string, string>): boolean {
  const [, name, joined, list, value] = assignment.exec(line) ?? [];
  if (name === undefined) return false;
  const said = list ?? value?.replace(/^(["'])([\s\S]*)\1$/, "$2") ?? "";
  const before = joined === "+" ? `${variables.get(name) ?? ""} ` : "";
  variables.set(name, before + filled(said, variables));
  return true;
}

function filled(line: string, variables: Map<string, string>): string {
  const lists = line.replaceAll(/"?\$\{(\w+)\[[@*]\]\}"?/g, (whole, name: string) => variables.get(name) ?? whole);
  const orElse = (_whole: string, name: string, other?: string): string => variables.get(name) ?? other ?? `$${name}`;
  // From within: `${PATH_OF:-"${HOME}/models"}`; `${PATH_OF:?say where}` has no other value.
  const named = settled(lists, (text) => text.replaceAll(/\$\{(\w+)(?::?\?[^{}]*|:?-"?([^{}"]*)"?)?\}/g, orElse), 9);
  const reckoned = (sum: string): string =>
    String(sumOf(sum.replaceAll(/[A-Za-z_]\w*/g, (name) => variables.get(name) ?? name)) ?? "$OUTPUT");
  return named
    .replaceAll(/\$([A-Za-z_]\w*)/g, (whole, name: string) => variables.get(name) ?? whole)
    .replaceAll(/\$\(\((.*?)\)\)(?!\))/g, (_whole, sum: string) => reckoned(sum))
    .replaceAll(/\$\(expr ([^()]*)\)/g, (_whole, sum: string) => reckoned(sum))
    .replaceAll(/\$\([^()]*\)/g, "$OUTPUT");
}

/** A sum of whole numbers with `+ - * /` and brackets, as the shell reckons; undefined for anything else. */
function sumOf(text: string): number | undefined {
  const computed = (_: string, first: string, sign: string, second: string): string => {
    const [a, b] = [Number(first), Number(second)];
    return String(sign === "*" ? a * b : sign === "/" ? Math.trunc(a / b) : sign === "+" ? a + b : a - b);
  };
  const left = settled(text.replaceAll(/\s/g, ""), (sum) => {
    const open = sum.replace(/\((-?\d+)\)/, "$1").replace(/(\d+)([*/])(-?\d+)/, computed);
    return open === sum ? sum.replace(/(-?\d+)([-+])(-?\d+)(?![\d*/])/, computed) : open;
  });
  return /^-?\d+$/.test(left) ? Number(left) : undefined;
}

/** Changed until nothing changes, or often enough: a variable may name itself. */
function settled(text: string, step: (text: string) => string, often = 1000): string {
  const next = step(text);
  return next === text || often === 0 ? text : settled(next, step, often - 1);
}

/** A script whose `if`s all go their first way, and one without them. */
export function otherWays(text: string): string[] {
  const choice = /(^|[;\n])[ \t]*if\b((?:(?![;\n]\s*(?:if|fi)\b)[^])*)[;\n]\s*fi\b/;
  const went = (way: number, inside: string): string => inside.split(/[;\n]\s*(?:then|elif|else)\b/)[way] ?? "";
  const taking = (way: number) => (_whole: string, before: string, inside: string) => before + went(way, inside);
  return [1, Infinity].map((way) => settled(text, (script) => script.replace(choice, taking(way))));
}

const launchers = RegExp(shared.launchers);
/** Python or uv, by its path or a variable too, with options of its own before the program: what stands behind is the run's. */
const interpreter = /(?:["']\S*)?\b(python3?|uv run|PYTHON\w*)\}?["']?(?: -.*?)??(?=\s+-m \S|\s+\S+\.py)/;
/** A program that starts the run elsewhere, with options of its own, which are none of the run's. */
const starter = RegExp(
  `(?<!\\S)(?:timeout|docker|apptainer|srun)\\s.*?(?=\\S*(?:${launchers.source}|${interpreter.source}))`,
);

/** What stands between `|`, `&&`, `;` and redirections. */
const parts = /(?:"(?:[^"\\]|\\.)*"|'[^']*'|\\.|(?!\s\d?>)[^"'|&;])+/g;
/** A program that by its name trains nothing: a module, or a file. */
const idle = RegExp(shared.idlePrograms);

/** What Slurm is asked for, as it tells a script; what stands last counts. @source https://slurm.schedmd.com/srun.html (read 2026-12-01) */
function slurmOf(options: string): Map<string, string> {
  const asked = (name: keyof typeof shared.slurm): number | undefined =>
    Number([...options.matchAll(RegExp(shared.slurm[name], "g"))].at(-1)?.[1]) || undefined;
  const [machines, inAll, perTask] = [asked("nodes"), asked("inAll"), asked("perTask")];
  const ofEach = inAll === undefined ? perTask && perTask * (asked("tasks") ?? 1) : Math.ceil(inAll / (machines ?? 1));
  const cards = { GPUS_ON_NODE: asked("perNode") ?? ofEach, GPUS_PER_NODE: asked("stated") };
  const said = { NNODES: machines, JOB_NUM_NODES: machines, ...cards };
  return new Map(Object.entries(given(said)).map(([name, count]) => [`SLURM_${name}`, String(count)]));
}

/** The commands of a script that train, the one that it is for last, of a launcher or of verl; none in any other text. `a.b=c` sets `a.b`, as in Hydra. */
export function commandsIn(text: string): Command[] {
  if (!text.startsWith("#!") && /^\w[\w.]*:\s/m.test(text)) return [];
  const batch = [...text.matchAll(/^#SBATCH(.*?)(?:[ \t]#.*)?$/gm)].map(([, option]) => option).join("");
  const variables = slurmOf(batch);
  const commands = shellCommands(text, variables).flatMap((line) => line.match(parts) ?? []);
  const own = commands.filter((command) => /\s(--?[A-Za-z]|[\w.+]+=)/.test(command) && !idle.test(command));
  const isKnown = (command: string): boolean => launchers.test(command) || command.includes("verl.trainer.");
  const plain = own.filter((command) => !isKnown(command) && interpreter.test(command));
  return [...plain, ...own.filter(isKnown)].map((command) => {
    const whole = launchers.test(command) ? command : command.replace(interpreter, "$1");
    const [first = "", ...rest] = whole.split("\n");
    const around = new Map([...variables, ...slurmOf(`${batch} ${starter.exec(first)?.[0] ?? ""}`)]);
    return { ...optionsOf(first.replace(starter, ""), around), cut: optionsOf(rest.join(" "), around).values };
  });
}

function optionsOf(text: string, around: ReadonlyMap<string, string>): Command {
  const all = shellWords(text);
  // What stands before `--` is for the one who starts it elsewhere: `ray job submit`, `mason.py`.
  const words = all.slice(all.lastIndexOf("--") + 1);
  const [mason = ""] = /mason\.py\b.*/.exec(all.join(" ")) ?? [];
  const [nodes, gpus] = ["num_nodes", "gpus"].map((name) => Number(RegExp(`--${name}[= ](\\d+)`).exec(mason)?.[1]));
  // What a script sets before its commands counts for one that does not set it itself.
  const ofCards = ["CUDA_VISIBLE_DEVICES", "SLURM_NNODES", "SLURM_GPUS_ON_NODE", "NPROC_PER_NODE", "NNODES"];
  const seen = ofCards.filter((name) => around.has(name) && !words.some((word) => word.startsWith(`${name}=`)));
  const command = seen.map((name) => `${name}=${around.get(name)}`);
  const values: Record<string, unknown> = {};
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at] ?? "";
    const [, key, set] = override.exec(word) ?? [];
    const [, name, own] = /^--?([A-Za-z][\w.-]*)(?:=([\s\S]*))?$/.exec(word) ?? [];
    if (key !== undefined) values[key] = valueOf(set ?? "");
    else if (name === undefined) command.push(word);
    else if (name === "m" || name === "module") command.push(words[++at] ?? "");
    else {
      const given = own === undefined ? valuesAfter(words, at) : [own];
      if (own === undefined) at += given.length;
      const script = own === undefined ? given.findIndex((one) => one.endsWith(".py")) : -1;
      if (script >= 0) command.push(...given.splice(script));
      values[name.replaceAll("-", "_")] =
        given.length === 0 ? true : given.length === 1 ? valueOf(given[0] ?? "") : given;
    }
  }
  // What `mason.py` starts on several machines says the cards of one; it asks for those of each itself.
  if (nodes && values["num_processes"]) values["num_processes"] = nodes * (gpus || Number(values["num_processes"]));
  return { command, values };
}

/** A key set as Hydra sets it. Names in capitals are the environment's. */
const override = /^\+{0,2}([a-z][\w.]*)=([\s\S]*)$/;

function valuesAfter(words: readonly string[], at: number): string[] {
  const rest = words.slice(at + 1);
  const next = rest.findIndex((word) => /^--?[A-Za-z]|^[$&|;>]/.test(word) || override.test(word));
  const own = next < 0 ? rest : rest.slice(0, next);
  // `$NODES` and `$HOME/models` are values, `$@` and `$TRAINING_ARGS` behind one are not known.
  return own.length === 0 && /^\$(?:\w+|\{[^}]*\}|\(.*\))(?:\/\S*)?$/.test(rest[0] ?? "") ? rest.slice(0, 1) : own;
}

function shellWords(line: string): string[] {
  return (line.match(/(?:"(?:[^"\\]|\\.)*"|'[^']*'|[^\s"'])+/g) ?? []).map((word) =>
    word.replaceAll(
      /"((?:[^"\\]|\\.)*)"|'([^']*)'/g,
      (_whole, double?: string, single?: string) => double?.replaceAll(/\\(.)/g, "$1") ?? single ?? "",
    ),
  );
}

function valueOf(word: string): unknown {
  if (/^(true|false)$/i.test(word)) return word.toLowerCase() === "true";
  if (word === "null" || word === "None") return null;
  if (/^[{[]/.test(word)) return jsonOf(word) ?? word;
  return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(word) ? Number(word) : word;
}
