import { readdirSync, readFileSync } from "node:fs";
import type { MachineRate } from "../../estimator/src/prices/machines.ts";
import type { Gpu } from "../src/run/hardware.ts";
import { named } from "../src/run/hardware.ts";
import type { RunData, RunOptions, SelfHostBook } from "../src/run/question.ts";
import { resolveRun } from "../src/run/resolveRun.ts";
import type { Run } from "../src/run/run.ts";
import type { UncountedModel } from "../../estimator/src/names/resolveModel.ts";
import { readHardwareFile, readModelFile } from "../../../pricing/schema/openModels.ts";
import type { OpenModel } from "../src/model/shape.ts";

const pricing = new URL("../../../pricing/", import.meta.url);
const json = (path: string): unknown => JSON.parse(readFileSync(new URL(path, pricing), "utf8"));

export const modelFiles: readonly (readonly [string, unknown])[] = readdirSync(new URL("models/", pricing))
  .filter((name) => name.endsWith(".json"))
  .map((name) => [name, json(`models/${name}`)]);

export const models: readonly OpenModel[] = modelFiles.flatMap(([name, file]) => {
  const read = readModelFile(file);
  if (!read.ok) throw new Error(`pricing/models/${name}: ${JSON.stringify(read.problem)}`);
  return read.value.models;
});

export const hardwareFile: unknown = json("hardware.json");
const cards = readHardwareFile(hardwareFile);
if (!cards.ok) throw new Error(`pricing/hardware.json: ${JSON.stringify(cards.problem)}`);
export const hardware: readonly Gpu[] = cards.value.gpus;

export const uncounted = (json("uncounted.json") as { families: readonly UncountedModel[] }).families;

export function model(id: string): OpenModel {
  const found = named(models, id);
  if (!found) throw new Error(`no model ${id}`);
  return found;
}

export function card(id: string): Gpu {
  const found = named(hardware, id);
  if (!found) throw new Error(`no card ${id}`);
  return found;
}

export function run(id: string, options: RunOptions & RunData = {}): Run {
  const resolved = resolveRun(model(id), options);
  if (!resolved.ok) throw new Error(JSON.stringify(resolved.problem));
  return resolved.value;
}

export function rate(
  id: string,
  gpu: string,
  gpus: number,
  amount: string,
  more: Partial<MachineRate> = {},
): MachineRate {
  return {
    cloud: "example",
    id,
    gpu,
    gpus,
    term: "on_demand",
    amount,
    per: "hour",
    currency: "USD",
    from: "2026-11-01",
    fromKind: "copy",
    seen: "2026-11-24",
    age: 4,
    source: "https://example.com/prices",
    confidence: "primary",
    billedPer: "second",
    ...more,
  };
}

export const book: SelfHostBook = {
  models,
  hardware,
  rates: [
    rate("one-h100", "h100-sxm-80", 1, "3.00"),
    rate("eight-h100", "h100-sxm-80", 8, "24.00"),
    rate("one-4090", "rtx-4090-24", 1, "0.50"),
  ],
};
