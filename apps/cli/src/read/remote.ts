import type { Problem } from "@tunecast/estimator";

/** Whether a path is an address of the web, signed or not. */
export function isAddress(path: string): boolean {
  return /^https?:\/\//u.test(path);
}

/** The address without what signs it: a signature is a secret. */
export function shownAddress(path: string): string {
  return isAddress(path) ? path.replace(/[?#].*$/u, "") : path;
}

/** What went wrong at an address, as a problem. */
export class RemoteError extends Error {
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(problem.kind);
    this.problem = problem;
  }
}

/**
 * The bytes at an address from `start` on, by HTTP Range.
 *
 * @throws RemoteError `address_failed` (its status, or what the network says), `file_changed` where the length or etag is
 *   not the one expected, `range_past_end`
 */
export async function* remoteChunks(
  path: string,
  { start, bytes, etag }: { readonly start: number; readonly bytes?: number; readonly etag?: string | undefined },
): AsyncGenerator<Uint8Array> {
  if (bytes === 0) return;
  const shown = shownAddress(path);
  const ending = new AbortController();
  try {
    const response = await fetch(path, {
      signal: ending.signal,
      headers: { "accept-encoding": "identity", ...(start > 0 && { range: `bytes=${start}-` }) },
    });
    if (response.status === 416) throw new RemoteError({ kind: "range_past_end", path: shown, start });
    if (!response.ok || (start > 0 && response.status !== 206))
      throw new RemoteError({ kind: "address_failed", path: shown, reason: `status ${response.status}` });
    const length = Number(response.headers.get("content-length") ?? Number.NaN);
    const tag = plainTag(response.headers.get("etag"));
    if ((bytes !== undefined && start + length !== bytes) || (etag !== undefined && tag !== undefined && tag !== etag))
      throw new RemoteError({ kind: "file_not_as_listed", path: shown });
    if (response.body !== null) yield* response.body;
  } catch (error) {
    if (error instanceof RemoteError) throw error;
    throw new RemoteError({ kind: "address_failed", path: shown, reason: reasonOf(error) });
  } finally {
    ending.abort();
  }
}

/**
 * Length and etag at an address, by its first byte: an address that is signed for reading answers to nothing else.
 *
 * @throws RemoteError
 */
export async function remoteHead(path: string): Promise<{ readonly bytes: number; readonly etag?: string }> {
  const shown = shownAddress(path);
  const ending = new AbortController();
  const asked = { signal: ending.signal, headers: { "accept-encoding": "identity", range: "bytes=0-0" } };
  const response = await fetch(path, asked).catch((error) => {
    throw new RemoteError({ kind: "address_failed", path: shown, reason: reasonOf(error) });
  });
  const { status, headers } = response;
  const range = /\/(?<bytes>\d+)$/u.exec(headers.get("content-range") ?? "")?.groups?.["bytes"];
  // Nothing of an empty file can be asked for; a server without ranges sends all of it.
  const length = status === 206 || status === 416 ? range : headers.get("content-length");
  ending.abort();
  const bytes = status === 416 && range === undefined ? 0 : Number(length ?? Number.NaN);
  if ((!response.ok && status !== 416) || !Number.isSafeInteger(bytes))
    throw new RemoteError({ kind: "address_failed", path: shown, reason: `status ${status}` });
  const etag = plainTag(headers.get("etag"));
  return { bytes, ...(etag !== undefined && { etag }) };
}

/** An etag as listings write it: without quotes. */
export function plainTag(tag: string | null): string | undefined {
  return tag === null ? undefined : tag.replace(/^W\//u, "").replaceAll('"', "");
}

function reasonOf(error: unknown): string {
  const cause = error instanceof Error ? error.cause : undefined;
  if (cause instanceof Error) return "code" in cause ? String(cause.code) : cause.message;
  return error instanceof Error ? error.message : "unknown error";
}
