import { resolveModel } from "@tunecast/estimator/prices";
import { readModelConfig, type ModelShape, type SelfHostBook } from "@tunecast/gpu";
import type { Host } from "../read/host.ts";
import { readJson } from "../read/readFiles.ts";
import { refuse, taken } from "../show/messages.ts";

/** Problems of a name that a copy on this machine may solve. */
const unlisted: ReadonlySet<string> = new Set(["unknown_model", "uncounted_model", "model_reads_more"]);

/**
 * A name of the list, or the shape in a `config.json`: named itself, by the folder that holds it, or found in the local cache of the
 * hub where the list does not have the model.
 */
export async function modelOf(model: string, around: Host, book: SelfHostBook): Promise<string | ModelShape> {
  const { env, files } = around;
  const path = model.replace(/^~(?=\/)/, env["HOME"] ?? "~");
  if (path.endsWith(".json")) return shapeIn(path, model, around);
  if (/[/\\]|^\.{1,2}$/.test(path)) {
    const at = `${path.replace(/[/\\]$/, "")}/config.json`;
    if ((await files.text(at)).ok) return shapeIn(at, path, around);
    const folder = await files.folder(path);
    if (folder.ok && folder.value !== undefined) refuse({ kind: "no_model_config", path });
  }
  const listed = resolveModel(book.models, model, book.uncounted);
  if (listed.ok || !unlisted.has(listed.problem.kind)) return model;
  const here = `${path}/config.json`;
  const found = (await files.text(here)).ok ? here : await cachedConfig(model, around);
  return found === undefined ? model : shapeIn(found, model, around);
}

async function shapeIn(path: string, name: string, { files }: Host): Promise<ModelShape> {
  const own = name.replace(/[/\\]$/, "").replace(/^.*[/\\]|\.json$/g, "");
  return taken(readModelConfig(await readJson(files, path), own), path);
}

/** The config of a model in the cache of `huggingface_hub`, of the revision that `main` was. */
async function cachedConfig(model: string, { env, files }: Host): Promise<string | undefined> {
  const home = env["HF_HOME"] ?? `${env["XDG_CACHE_HOME"] ?? `${env["HOME"] ?? ""}/.cache`}/huggingface`;
  const folder = `${env["HF_HUB_CACHE"] ?? `${home}/hub`}/models--${model.replaceAll("/", "--")}`;
  const revision = await files.text(`${folder}/refs/main`);
  if (!revision.ok) return undefined;
  const path = `${folder}/snapshots/${revision.value.trim()}/config.json`;
  return (await files.text(path)).ok ? path : undefined;
}
