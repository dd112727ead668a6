import type { Problem, Result } from "@tunecast/estimator";
import { fail } from "@tunecast/estimator/problem";

/** What the file system said, as a problem. */
export function fileProblem(path: string, error: unknown): Problem {
  const code = error instanceof Error && "code" in error ? String(error.code) : "unknown error";
  if (code === "ENOENT" || code === "ENOTDIR") return { kind: "file_missing", path };
  if (code === "EISDIR") return { kind: "file_directory", path };
  if (code === "EACCES" || code === "EPERM") return { kind: "file_forbidden", path };
  const isFull = ["ENOSPC", "EDQUOT", "EFBIG", "EROFS"].includes(code);
  return { kind: isFull ? "file_unwritable" : "file_unreadable", path, reason: code };
}

/** Turns what the file system throws into a problem; anything else is a fault of the program and goes on up. */
export async function guarded<T>(path: string, read: () => Promise<Result<T>>): Promise<Result<T>> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof Error && "syscall" in error) return fail(fileProblem(path, error));
    throw error;
  }
}
