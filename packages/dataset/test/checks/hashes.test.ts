import { afterEach, describe, expect, it, vi } from "vitest";
import { isMet } from "../../src/checks/hashes.ts";
import { checkBytes, textChunks } from "../data.ts";
import { assistant, lines, user, type Rows } from "./rows.ts";

afterEach(() => vi.restoreAllMocks());

it("remembers four million hashes, and takes those that come later for new each time", () => {
  const held = vi.spyOn(Set.prototype, "size", "get");
  const set = new Set<number>();
  held.mockReturnValue(4 * 2 ** 20 - 1);
  expect([isMet(set, 1), isMet(set, 1)]).toEqual([false, true]);
  held.mockReturnValue(4 * 2 ** 20);
  expect([isMet(set, 2), isMet(set, 2), set.has(2), set.has(1)]).toEqual([false, false, false, true]);
});

describe("an example again", () => {
  const seen = (url: string): object => ({
    messages: [
      user([
        { type: "text", text: "See" },
        { type: "image_url", image_url: { url } },
      ]),
      assistant("A cat."),
    ],
  });
  const again = async (rows: Rows): Promise<(number | null)[]> => {
    const report = await checkBytes(textChunks(lines(rows)), { provider: "generic" });
    if (!report.ok) throw new Error(JSON.stringify(report.problem));
    return report.value.findings.filter(({ code }) => code === "duplicate_example").map(({ line }) => line);
  };

  it("is one with the same picture", async () => {
    const [cat, dog] = ["https://example.org/cat.png", "https://example.org/dog.png"] as const;
    expect(await again([seen(cat), seen(dog), seen(cat)])).toEqual([3]);
  });

  it("is one that says the same, whatever stands beside it", async () => {
    const said = { messages: [user("Who?"), assistant("Me.")] };
    expect(await again([said, { ...said, note: 1 }, { messages: [user("Who? "), assistant("Me.")] }])).toEqual([2]);
  });
});
