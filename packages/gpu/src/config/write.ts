import type { Result } from "@tunecast/estimator";
import { fail, ok } from "@tunecast/estimator/problem";
import { stringify } from "yaml";
import { isMap } from "./entry.ts";
import { isRolled } from "./question.ts";
import type { SomeSettings, Setting } from "./settings.ts";
import { writers, type TrainerId } from "../trainers/all.ts";
import { settingsOf, writable, type WrittenRun } from "./written.ts";

/** The config of a trainer for a run, with the line that starts it. */
export interface WrittenConfig {
  readonly text: string;
  /** The command that starts the run on one machine, its config in `file`. */
  readonly start: string;
  /** A file that must lie beside the config; absent where none is needed. */
  readonly beside?: { readonly name: string; readonly text: string };
}

/** The training file of a run, and a name for what comes of it. */
export interface TrainingFile {
  readonly file: string;
  readonly name: string;
}

/**
 * Writes a run as the config of a trainer, or says what of it the trainer has no key for.
 *
 * Problems: `not_writable` (trainer, setting, value).
 *
 * @param data the training file in OpenAI's chat shape; absent, it is to be filled in
 */
export function writeTrainerConfig(
  id: TrainerId,
  run: WrittenRun,
  file: string = "run.yaml",
  data?: TrainingFile,
): Result<WrittenConfig> {
  const trainer = writers[id];
  const { model, listed = model } = run;
  const said = settingsOf(trainer.builds === true ? { ...run, model: listed } : run);
  const { objective } = run;
  const rolled = isRolled(objective) ? trainer.rolled : undefined;
  if (isRolled(objective) && (objective === undefined || rolled?.objectives.includes(objective) !== true))
    return fail({ kind: "not_writable", trainer: trainer.name, setting: "objective", value: String(objective) });
  const possible = writable(trainer.name, said, trainer.keyless ?? []);
  if (!possible.ok) return possible;
  const adjusted = trainer.adjust?.(possible.value) ?? ok(possible.value);
  if (!adjusted.ok) return adjusted;
  const settings = adjusted.value;
  const values: Record<string, unknown> = {};
  const written = new Set<Setting>();
  for (const { key, setting, write } of trainer.table.rows) {
    if (setting === undefined || write === undefined || written.has(setting)) continue;
    if (settings[setting] === undefined) continue;
    const value = write(settings[setting] as never);
    if (value === null) continue;
    written.add(setting);
    if (value !== undefined) put(values, key.split("."), value);
  }
  const strange = lost(settings, written, trainer.silent ?? []);
  if (strange !== undefined)
    return fail({ kind: "not_writable", trainer: trainer.name, setting: strange, value: String(settings[strange]) });
  // Prompts with a reward are no chats to learn by heart.
  const told = data === undefined || rolled !== undefined ? undefined : trainer.data?.(data.file, data.name);
  const needs = merged({ ...trainer.needs }, rolled?.needs ?? {});
  const whole = { ...merged(needs, trainer.finish?.(values, settings) ?? values), ...told?.keys };
  const start = trainer.start?.(settings, file) ?? "";
  const fill = [...(trainer.fill ?? []), ...(rolled?.fill ?? [])].filter((key) => told?.said.includes(key) !== true);
  const head = [`# ${start}`, ...(fill.length > 0 ? [`# To be filled in: ${fill.join(", ")}.`] : [])];
  const text = `${head.join("\n")}\n${stringify(whole, { lineWidth: 0, aliasDuplicateObjects: false })}`;
  return ok({ text, start, ...(told?.beside !== undefined && { beside: told.beside }) });
}

/** A setting that changes the answer and that no row of the table wrote. */
function lost(settings: SomeSettings, written: ReadonlySet<Setting>, silent: readonly Setting[]): Setting | undefined {
  return (Object.keys(settings) as Setting[]).find(
    (setting) => !written.has(setting) && !silent.includes(setting) && settings[setting] !== false,
  );
}

function put(values: Record<string, unknown>, [key = "", ...rest]: readonly string[], value: unknown): void {
  if (rest.length === 0) {
    values[key] = value;
    return;
  }
  const inner = values[key];
  const next: Record<string, unknown> = isMap(inner) ? { ...inner } : {};
  put(next, rest, value);
  values[key] = next;
}

/** What a config needs under what was written, key by key. */
function merged(needs: Record<string, unknown>, values: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const all: Record<string, unknown> = { ...values };
  for (const [key, value] of Object.entries(needs)) {
    const own = all[key];
    all[key] = own === undefined ? value : isMap(own) && isMap(value) ? merged({ ...value }, own) : own;
  }
  return all;
}
