import type { Assumption } from "@tunecast/estimator/parts";
import { spokenOfRun } from "../words/notes.ts";
import { isConfig, isKnownDecoder, languageModel, modelType, type Config } from "./families.ts";

/** Parts that read something else than text, by the field that describes them. */
const towers: Readonly<Record<string, string>> = {
  vision_config: "images",
  visual: "images",
  audio_config: "sound",
  speech_config: "sound",
};

/**
 * What a config.json says that the shape leaves out: said, as the figures would be taken for those of the whole.
 *
 * @param hasTower what reads pictures is in the shape
 */
export function configNotes(json: Config, hasTower: boolean): Assumption[] {
  return [...familyNote(languageModel(json)), ...(hasTower ? [] : towerNote(json)), ...quantisedNote(json)];
}

function familyNote(config: Config): Assumption[] {
  const type = modelType(config);
  if (type === "" || isKnownDecoder(type)) return [];
  return [spokenOfRun({ kind: "unknown_family", family: type })];
}

function towerNote(json: Config): Assumption[] {
  const holders = [json, ...Object.values(json).filter(isConfig)];
  const read = Object.entries(towers).filter(([field]) => holders.some((holder) => isConfig(holder[field])));
  if (read.length === 0) return [];
  const reads = [...new Set(read.map(([, kind]) => kind))];
  return [spokenOfRun({ kind: "not_counted", what: "towers", reads, part: "training" })];
}

function quantisedNote(json: Config): Assumption[] {
  const held = json["quantization_config"] ?? languageModel(json)["quantization_config"];
  if (!isConfig(held)) return [];
  const method = held["quant_method"];
  return [spokenOfRun({ kind: "quantised_file", method: typeof method === "string" ? method : null })];
}
