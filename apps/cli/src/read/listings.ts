import type { ManifestFile } from "@tunecast/dataset";
import { plainTag } from "./remote.ts";

/** A file as a listing names it: its length where that is said. */
export type Listed = { readonly path: string } & Partial<ManifestFile>;

interface JsonEntry {
  readonly Path?: unknown;
  readonly Size?: unknown;
  readonly IsDir?: unknown;
  readonly path?: unknown;
  readonly size?: unknown;
  readonly type?: unknown;
  readonly oid?: unknown;
  readonly Key?: unknown;
  readonly ETag?: unknown;
}

/**
 * The files of a listing: of `rclone lsjson`, `aws s3 ls --recursive` or `aws s3api list-objects-v2`, Hugging Face's
 * `/tree/` of a data set, or a path on each line.
 *
 * @param base what stands before every path of the listing
 */
export function readListing(text: string, base: string): readonly Listed[] {
  const found = /^\s*[[{]/u.test(text) ? jsonFiles(JSON.parse(text)) : text.split(/\r?\n/u).flatMap(lineFile);
  return found.map((file) => ({ ...file, path: joinedPath(base, file.path) }));
}

function joinedPath(base: string, path: string): string {
  return base === "" || base.endsWith("/") ? base + path : `${base}/${path}`;
}

function jsonFiles(json: unknown): readonly Listed[] {
  const contents = typeof json === "object" && json !== null && "Contents" in json ? json.Contents : json;
  const entries: readonly unknown[] = Array.isArray(contents) ? contents : [];
  return entries.filter(isEntry).flatMap((entry) => {
    const path = entry.Path ?? entry.path ?? entry.Key;
    if (typeof path !== "string" || entry.IsDir === true || entry.type === "directory") return [];
    const bytes = entry.Size ?? entry.size;
    const tag = entry.ETag ?? entry.oid;
    const etag = typeof tag === "string" ? plainTag(tag) : undefined;
    return [{ path, ...(typeof bytes === "number" && { bytes }), ...(etag !== undefined && { etag }) }];
  });
}

function isEntry(value: unknown): value is JsonEntry {
  return typeof value === "object" && value !== null;
}

/** A line of `aws s3 ls`, with day, time and length, or a path alone. */
function lineFile(line: string): readonly Listed[] {
  const [, bytes, path] = /^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}\s+(\d+) (.+)$/u.exec(line) ?? [];
  if (path !== undefined) return [{ path, bytes: Number(bytes) }];
  const alone = line.trim();
  return alone === "" || alone.startsWith("PRE ") ? [] : [{ path: alone }];
}
