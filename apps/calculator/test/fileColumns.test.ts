import type { Profile, Result } from "@tunecast/estimator";
import { ok } from "@tunecast/estimator/problem";
import { afterEach, expect, it, vi } from "vitest";
import { FileCount } from "../src/tokens/fileCount.ts";
import type { Counted, FileFinding } from "../src/tokens/worker/messages.ts";

const found = { columns: ["a", "b"], proposal: { prompt: "a", completion: "b" } };
const file = new File(["a,b\n1,2\n"], "rows.csv");

// Of all tests: a worker that has answered is kept for the next task.
const listeners: ((event: { readonly data: unknown }) => void)[] = [];

/** A count that finds no example, and a worker that says the columns once it is let. */
function countOf(code: string): { readonly count: FileCount; readonly answer: () => void } {
  vi.stubGlobal(
    "Worker",
    class {
      postMessage = vi.fn<() => void>();
      terminate = vi.fn<() => void>();
      addEventListener(kind: string, listener: (event: { readonly data: unknown }) => void): void {
        if (kind === "message") listeners.push(listener);
      }
    },
  );
  const finding = { severity: "error", code, count: 1, lines: [2], places: "lines", sentence: "", fix: "" };
  const profile = { rows: 1, examples: 0, textExamples: 0, format: "none" } as Profile;
  const counted: Counted = { profile, findings: [finding as FileFinding], missed: [] };
  const count = new FileCount(async (): Promise<Result<Counted>> => ok(counted));
  return { count, answer: () => listeners.at(-1)?.({ data: { kind: "columns", found } }) };
}

afterEach(() => void vi.unstubAllGlobals());

it("asks again where the columns that were named hold no example", async () => {
  const { count, answer } = countOf("missing_field");
  const counting = count.use(file, { columns: { prompt: "a", completion: "b" } });
  await vi.waitFor(() => (answer(), expect(count.state.value.kind).toBe("unmapped")));
  await counting;
  expect(count.state.value).toMatchObject(found);
});

it("says nothing of the columns of a file that was put away meanwhile", async () => {
  const { count, answer } = countOf("unknown_shape");
  const counting = count.use(file);
  // Once the worker is asked.
  await new Promise((resolve) => setTimeout(resolve, 300));
  count.clear();
  answer();
  await counting;
  expect(count.state.value.kind).toBe("none");
});
