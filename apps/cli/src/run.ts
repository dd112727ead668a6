import { own } from "@tunecast/estimator/parts";
import { visibleText } from "@tunecast/estimator/text";
import { Command, CommanderError } from "commander";
import { rows } from "@tunecast/estimator/fields";
import { overruled, typedName } from "./ask/fieldOption.ts";
import type { SetOption } from "./ask/groupOptions.ts";
import { endingText, firstPages, withFirstPage, type AddCommand } from "./ask/help.ts";
import { sayRepeats } from "./ask/options.ts";
import { fillIn } from "./ask/settings.ts";
import type { Outcome, Host } from "./read/host.ts";
import { Refusal } from "./show/messages.ts";
import { version } from "./version.ts";

const commands: Readonly<Record<string, () => Promise<AddCommand>>> = {
  estimate: async () => (await import("./commands/estimate.ts")).addEstimate,
  advise: async () => (await import("./commands/advise.ts")).addAdvise,
  plan: async () => (await import("./commands/plan.ts")).addPlan,
  diff: async () => (await import("./commands/diff.ts")).addDiff,
  reconcile: async () => (await import("./commands/reconcile.ts")).addReconcile,
  curve: async () => (await import("./commands/curve.ts")).addCurve,
  pilots: async () => (await import("./commands/pilots/pilots.ts")).addPilots,
  gpu: async () => (await import("./commands/gpu.ts")).addGpu,
  check: async () => (await import("./commands/check.ts")).addCheck,
  profile: async () => (await import("./commands/profile.ts")).addProfile,
  merge: async () => (await import("./commands/merge.ts")).addMerge,
  convert: async () => (await import("./commands/convert.ts")).addConvert,
  prices: async () => (await import("./commands/prices.ts")).addPrices,
  mcp: async () => (await import("./commands/mcp.ts")).addMcp({ run, loaded }),
};

/** How the command of a name is added to a program; all of them where there is none of that name. */
export async function loaded(name: string = ""): Promise<readonly AddCommand[]> {
  const own = Object.hasOwn(commands, name) ? commands[name] : undefined;
  return Promise.all((own === undefined ? Object.values(commands) : [own]).map((load) => load()));
}

const exitCodes =
  "0 an answer; 1 an answer that says no (no offer, a bad row, over the budget); 2 a wrong option or file; 3 a fault of the program.";
const examples = [
  "tunecast estimate --examples 8000 --tokens-per-example 620",
  "tunecast estimate train.jsonl --budget 200",
  "tunecast check train.jsonl --provider openai",
  "tunecast curve pilots.csv --target 0.85 --plot",
];

/**
 * The whole program: arguments and host in, exit code and text out. Nothing is thrown for what a person can
 * type; commander's own exit code of 1 for a wrong option becomes 2.
 */
export async function run(argv: readonly string[], around: Host): Promise<Outcome> {
  let [stdout, stderr] = ["", ""];
  const said: string[] = [];
  let outcome: Outcome | undefined;
  const { columns, colour } = around.screen;
  const program = new Command("tunecast")
    .description("What will fine-tuning cost, and what will more data buy?")
    .version(version)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => void (stdout += text),
      writeErr: (text) => void (stderr += text),
      outputError: (text, write) => write(text.replace(/^error: /, "tunecast: ").replace(/\n\(/, " (")),
      getOutHelpWidth: () => columns ?? 100,
      getErrHelpWidth: () => columns ?? 100,
      getOutHasColors: () => colour,
      getErrHasColors: () => colour,
    })
    .helpCommand(false)
    // What stands after the name of a command is for that command alone.
    .enablePositionalOptions()
    .addHelpText("after", endingText(exitCodes, examples))
    .showSuggestionAfterError();
  for (const { command, act, settable, ...end } of (await loaded(argv[0])).flatMap((add) => add(program))) {
    const page = own(firstPages, command.name());
    if (page !== undefined) withFirstPage(command, { ...page, settable }, () => argv.includes("all"));
    if (end.exitCodes !== undefined) command.addHelpText("after", endingText(end.exitCodes, end.examples));
    sayRepeats(command, (sentence) => said.push(sentence));
    command.action(async (...typed) => void (outcome = await act(around, ...(typed as never[]))));
  }
  program.hook("preAction", (_, command) => {
    said.push(...overruled(command));
    return fillIn(command, around);
  });
  // Beside a command that there is not, --help would be answered for the whole program.
  const isUnknown = /^[^-]/u.test(argv[0] ?? "") && !Object.hasOwn(commands, argv[0] ?? "");
  try {
    await program.parseAsync(isUnknown ? argv.slice(0, 1) : argv, { from: "user" });
  } catch (error) {
    if (error instanceof Refusal) stderr = `tunecast: ${error.message}\n`;
    else if (!(error instanceof CommanderError)) throw error;
    // Thrown by a command that found two options at odds, so commander has not printed it.
    else if (error.code === "commander.invalidArgument" && stderr === "") stderr = `tunecast: ${error.message}\n`;
    const isAnswer = error instanceof CommanderError && error.exitCode === 0;
    const command = program.commands.find((one) => one.name() === argv[0]);
    outcome = { exitCode: isAnswer ? 0 : 2, stdout, stderr: await withLead(stderr, command) };
  } finally {
    await around.files.close();
  }
  // Sentences name files, options and cells of data as they were given.
  const notices = said.map((sentence) => `tunecast: ${sentence}\n`).join("");
  return { ...(outcome ?? { exitCode: 2, stdout }), stderr: visibleText(notices + (outcome?.stderr ?? stderr)) };
}

/** What was meant, by the command that was given too many arguments. */
const fewer: Readonly<Record<string, string>> = {
  curve: "Pilots stand in one table: a file, or - for standard input.",
  pilots: "A file is for one of its commands: tunecast pilots cut FILE, read, score or next.",
  prices: "The history of a model is `tunecast prices show ID`; --model ID lists its rates.",
};

/** Options with the words that were typed: `--tokens` is meant for one of `--tokens-per-example`, `--input-tokens` and so on. */
function optionsNear(unknown: string, command: Command | undefined): string {
  const has = (words: readonly string[], all: readonly string[]): boolean =>
    all.every((word) => words.some((one) => one.startsWith(word)));
  const typed = unknown.split("-").filter((word) => word.length > 2);
  if (typed.length === 0) return "";
  const names = (command?.options ?? []).map(({ long }) => long ?? "");
  const longer = names.filter((name) => has(name.slice(2).split("-"), typed));
  const shorter = names.filter((name) => name.length > 5 && has(typed, name.slice(2).split("-")));
  return (longer.length > 0 ? longer : shorter).join(" or ");
}

async function withLead(stderr: string, command: Command | undefined): Promise<string> {
  const unknown = /^tunecast: unknown option '--([\w-]+)'\n/u.exec(stderr)?.[1] ?? "";
  const near = optionsNear(unknown, command);
  if (near !== "") return `${stderr}tunecast: Did you mean ${near}?\n`;
  const typed = unknown.replaceAll("-", "").toLowerCase();
  const set = command?.options.find((one): one is SetOption => "paths" in one);
  const nameOf = (path: string = ""): string => path.slice(path.lastIndexOf(".") + 1).toLowerCase();
  const meant = [typed, nameOf(rows.find(({ path }) => typedName(path) === `--${unknown}`)?.path)];
  const field = set?.paths.find((path) => meant.includes(nameOf(path)));
  const all = new Command();
  if (unknown !== "") for (const add of await loaded()) add(all);
  const takers = all.commands.filter(({ options }) => options.some(({ long }) => long === `--${unknown}`));
  const named = takers.map((one) => `tunecast ${one.name()}`).join(", ");
  const ways = [field && `a field: --set ${field}=VALUE`, named && `an option of ${named}`].filter(Boolean);
  if (ways.length > 0) return `${stderr}tunecast: It is ${ways.join(", and ")}${named && "."}\n`;
  if (typed === "currency" || typed === "eur")
    return `${stderr}tunecast: Amounts are in dollars where no rate of exchange is given: leave --${unknown} out; for another currency give what a dollar is worth in it, --own-prices EUR=0.92 for euro.\n`;
  const taker = /^tunecast: too many arguments for '(\w+)'/u.exec(stderr)?.[1] ?? "";
  if (Object.hasOwn(fewer, taker)) return `${stderr}tunecast: ${fewer[taker]}\n`;
  const file = /^tunecast: unknown option '(-[^-'][^']*\.[a-z]+)'/u.exec(stderr)?.[1];
  if (file !== undefined) return `${stderr}tunecast: A file of that name is ./${file}\n`;
  const word = /^tunecast: unknown command '([^']*)'\n$/u.exec(stderr)?.[1];
  if (word === undefined) return stderr;
  const isFile = /\.[a-z]\w*$/iu.test(word);
  return `${stderr}tunecast: ${isFile ? `What a file costs: tunecast estimate ${word}` : "tunecast --help lists the commands."}\n`;
}
