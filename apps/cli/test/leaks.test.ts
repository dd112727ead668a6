import { describe, expect, it } from "vitest";
import { Folder } from "./folder.ts";

const folder = new Folder();
const long = (n: number, more = ""): string => {
  const said = Array.from({ length: 40 }, (_, i) => `${((n + 1) * (i + 7) * 7919).toString(36)}word`).join(" ");
  const messages = [
    { role: "user", content: `${said} ${more}` },
    { role: "assistant", content: "Yes." },
  ];
  return `${JSON.stringify({ messages })}\n`;
};

describe("rows that nearly repeat another", () => {
  it("are named by line, in the file and in the validation file", async () => {
    const train = folder.file("train.jsonl", [0, 1, 2, 3, 4, 5, 6].map((n) => long(n)).join("") + long(2, "otherwise"));
    const valid = folder.file("valid.jsonl", long(9) + long(5, "said"));
    const asked = ["check", train, "--provider", "trl", "--format", "json", "--validation", valid];
    const findings = async (...more: string[]): Promise<unknown[]> =>
      JSON.parse((await folder.run([...asked, ...more])).stdout)
        // How many there are is said of the whole file, whatever is asked.
        .findings.filter(
          ({ code, line }: { code: string; line: number | null }) => code.includes("near") && line !== null,
        )
        .map(({ severity, line, sentence }: Record<string, unknown>) => [severity, line, sentence]);
    expect(await findings()).toEqual([]);
    expect(await findings("--near-duplicates")).toEqual([
      ["warning", 6, "Line 6: the example is nearly one of the validation file (line 2)."],
      ["advice", 8, "Line 8: the example nearly repeats that of line 3."],
    ]);
    expect(await findings("--near-duplicates", "1")).toEqual([]);
  });
});
