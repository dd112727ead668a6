import { visibleText } from "@tunecast/estimator/text";
import { Command, CommanderError } from "commander";
import { addAdvise } from "./commands/advise.ts";
import { addCheck } from "./commands/check.ts";
import { addConvert } from "./commands/convert.ts";
import { addCurve } from "./commands/curve.ts";
import { addDiff } from "./commands/diff.ts";
import { addEstimate } from "./commands/estimate.ts";
import { addGpu } from "./commands/gpu.ts";
import { addManifest } from "./commands/manifest.ts";
import { addMcp } from "./commands/mcp.ts";
import { addMerge } from "./commands/merge.ts";
import { addPilots } from "./commands/pilots/pilots.ts";
import { addPlan } from "./commands/plan.ts";
import { addPrices } from "./commands/prices.ts";
import { addProfile } from "./commands/profile.ts";
import { addReconcile } from "./commands/reconcile.ts";
import { refuse } from "./show/messages.ts";
import { fillIn } from "./ask/settings.ts";
import type { Outcome, Host } from "./read/host.ts";
import { version } from "./version.ts";

const commands = [
  addEstimate,
  addAdvise,
  addPlan,
  addDiff,
  addReconcile,
  addCurve,
  addPilots,
  addGpu,
  addCheck,
  addProfile,
  addManifest,
  addMerge,
  addConvert,
  addPrices,
  addMcp,
];

const help = `
Exit codes: 0 an answer; 1 an answer that says no (no offer, a bad row, over the budget); 2 a wrong option or file;
3 a fault of the program.

Examples:
  tunecast estimate --examples 8000 --tokens-per-example 620
  tunecast estimate train.jsonl --budget 200
  tunecast check train.jsonl --provider openai
  tunecast curve pilots.csv --target 0.85 --plot
`;

/**
 * The whole program: arguments and host in, exit code and text out. Nothing is thrown for what a person can
 * type; commander's own exit code of 1 for a wrong option becomes 2.
 */
export async function run(argv: readonly string[], around: Host): Promise<Outcome> {
  let [stdout, stderr] = ["", ""];
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
    .addHelpText("after", help)
    .showSuggestionAfterError();
  const isWhole = (): boolean => argv.includes("all");
  for (const add of commands) add(program, around, (done) => (outcome = done), isWhole);
  let refused: Outcome | undefined;
  program.hook("preAction", async (_, command) => {
    const filled = await fillIn(command, around);
    if (filled.ok) return;
    refused = refuse(filled.problem);
    throw new CommanderError(2, "tunecast.settings", refused.stderr);
  });
  try {
    await program.parseAsync(argv, { from: "user" });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    // Thrown by a command that found two options at odds, so commander has not printed it.
    if (error.code === "commander.invalidArgument" && stderr === "") stderr = `tunecast: ${error.message}\n`;
    outcome = refused ?? { exitCode: error.exitCode === 0 ? 0 : 2, stdout, stderr: withLead(stderr) };
  }
  // Sentences name files, options and cells of data as they were given.
  return { ...(outcome ?? { exitCode: 2, stdout }), stderr: visibleText(outcome?.stderr ?? stderr) };
}

/** What to type for a file whose name begins as an option does. */
function withLead(stderr: string): string {
  const file = /^tunecast: unknown option '(-[^-'][^']*\.[a-z]+)'/u.exec(stderr)?.[1];
  if (file !== undefined) return `${stderr}tunecast: A file of that name is ./${file}\n`;
  return /^tunecast: unknown command '[^']*'\n$/u.test(stderr)
    ? `${stderr}tunecast: tunecast --help lists the commands.\n`
    : stderr;
}
