import { readdirSync, readFileSync } from "node:fs";
import type { CloudFile } from "../../packages/estimator/src/prices/cloudFile.ts";
import type { ProviderFile } from "../../packages/estimator/src/prices/priceFile.ts";

/** A JSON file of a folder of `pricing/`, as it stands there. */
export interface JsonFile<T> {
  readonly path: string;
  readonly content: T;
}

/** The files of one folder, by name. */
function filesOf<T>(folder: string): JsonFile<T>[] {
  const at = new URL(`../${folder}/`, import.meta.url);
  return readdirSync(at)
    .sort()
    .map((name) => ({ path: `${folder}/${name}`, content: JSON.parse(readFileSync(new URL(name, at), "utf8")) as T }));
}

/** Read as they are: the tests of the schema come first. */
export const providerFiles: readonly JsonFile<ProviderFile>[] = filesOf("providers");
export const cloudFiles: readonly JsonFile<CloudFile>[] = filesOf("gpus");

const idsIn = (list: readonly { readonly id: string }[]): string[] => list.map(({ id }) => id);

export const gpuIds: ReadonlySet<string> = new Set(
  idsIn(
    (JSON.parse(readFileSync(new URL("../hardware.json", import.meta.url), "utf8")) as { gpus: { id: string }[] }).gpus,
  ),
);
export const families: readonly { readonly models: readonly { readonly id: string; readonly counting: string }[] }[] =
  filesOf<{
    models: { id: string; counting: string }[];
  }>("models").map(({ content }) => content);
interface Ids {
  readonly liteLLM?: string;
  readonly modelsDev?: string;
}

interface Release extends Ids {
  readonly names: readonly string[];
  readonly released?: string;
  /** False where neither list has the model. */
  readonly listed?: boolean;
  /** Ids under which a provider of the book stands in other lists. */
  readonly at?: Readonly<Record<string, Ids>>;
}

/** First days of models and their ids elsewhere. */
export const { releases } = JSON.parse(readFileSync(new URL("../releases.json", import.meta.url), "utf8")) as {
  releases: readonly Release[];
};
export const shapeIds: ReadonlySet<string> = new Set(families.flatMap(({ models }) => idsIn(models)));
