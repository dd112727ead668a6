import { afterEach, expect, it, vi } from "vitest";
import { HashSet } from "../../src/checks/hashes.ts";

afterEach(() => vi.restoreAllMocks());

it("remembers four million hashes, and takes those that come later for new each time", () => {
  const held = vi.spyOn(Set.prototype, "size", "get");
  const set = new HashSet();
  held.mockReturnValue(4 * 2 ** 20 - 1);
  expect([set.add(1, 0), set.add(1, 0)]).toEqual([false, true]);
  held.mockReturnValue(4 * 2 ** 20);
  expect([set.add(2, 0), set.add(2, 0), set.has(2, 0), set.has(1, 0)]).toEqual([false, false, false, true]);
});
