import { realpath } from "node:fs/promises";
import { isAbsolute, relative, resolve } from "node:path";
import { fail, ok } from "@tunecast/estimator/problem";
import type { Result } from "@tunecast/estimator";
import type { Files } from "../read/host.ts";

/**
 * Files below some folders and no others: a path outside of them, an address, or a link that leads out is not opened. A
 * relative path begins at the first folder that has it.
 */
export function filesBelow(folders: readonly string[], files: Files): Files {
  const inside = (path: string): Promise<Result<string>> => placeOf(path, folders);
  const at =
    <A extends readonly unknown[], T>(read: (path: string, ...rest: A) => Promise<Result<T>>) =>
    async (path: string, ...rest: A): Promise<Result<T>> => {
      const place = await inside(path);
      if (!place.ok) return place;
      const answer = await read(place.value, ...rest);
      // The path as it was given, which says nothing of the machine around the folder.
      return answer.ok || answer.problem["path"] === undefined ? answer : fail({ ...answer.problem, path });
    };
  const closed = async (): Promise<Result<never>> => fail({ kind: "file_forbidden", path: "" });
  return {
    text: at((path) => files.text(path)),
    chunks: at((path, changed?: () => void) => files.chunks(path, changed)),
    profile: async (path, options) => {
      const place = await inside(path);
      const read = place.ok ? await files.profile(place.value, options) : place;
      return read.ok ? ok({ ...read.value, path }) : fail({ ...read.problem, path });
    },
    describe: at((path) => files.describe(path)),
    folder: at((path) => files.folder(path)),
    save: closed,
    blocks: closed,
    units: closed,
  };
}

async function placeOf(path: string, folders: readonly string[]): Promise<Result<string>> {
  if (path === "-") return fail({ kind: "agent_stdin" });
  // Settings are looked for, not asked for.
  if (folders.length === 0) return fail({ kind: path === "tunecast.json" ? "file_missing" : "agent_no_folder", path });
  if (/^[a-z][a-z+.-]+:\/\//iu.test(path)) return fail({ kind: "agent_outside", path });
  let isInside = false;
  for (const folder of folders) {
    const root = await realpath(folder).catch(() => folder);
    const wanted = resolve(root, path);
    const real = await realpath(wanted).catch(() => undefined);
    if (!isBelow(wanted, root) && !isBelow(real ?? wanted, root)) continue;
    if (real !== undefined && !isBelow(real, root)) continue;
    isInside = true;
    if (real !== undefined) return ok(real);
  }
  return fail(isInside ? { kind: "file_missing", path } : { kind: "agent_outside", path });
}

function isBelow(path: string, folder: string): boolean {
  const way = relative(folder, path);
  return way === "" || (!way.startsWith("..") && !isAbsolute(way));
}
