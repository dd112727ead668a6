import { describe, expect, it } from "vitest";
import { spokenOfRun } from "../src/words/notes.ts";

describe("notes of a run", () => {
  const sentence = (note: Parameters<typeof spokenOfRun>[0]): string => spokenOfRun(note).sentence;

  it("round to what a reader can use", () => {
    expect(sentence({ kind: "low_mfu", percent: 0.666 })).toContain("at 0.7 % of their peak");
    expect(sentence({ kind: "host_memory", hostGiB: 1234.5 })).toContain("about 1,235 GiB");
    const long = { kind: "long_run", gpus: 8, card: "H100", forAMonth: 1000 } as const;
    expect(sentence({ ...long, days: 99.6 })).toMatch(/^100 days on 8 × H100 .*about 1,000 of them/u);
    expect(sentence({ ...long, days: 364.9 })).toMatch(/^365 days/u);
    expect(sentence({ ...long, days: 365 })).toMatch(/^1\.0 years/u);
    expect(sentence({ ...long, days: 730.5 })).toMatch(/^2\.0 years/u);
    const memory = {
      kind: "uncertain_memory",
      card: "H100",
      needsGiB: 70.06,
      usableGiB: 77.6,
      cardGiB: 79.65,
      inTen: 6,
    } as const;
    expect(sentence(memory)).toContain("Needs about 70.1 GiB of the 77.6 that the driver leaves of the 80 of a H100");
    const rollouts = { kind: "rollouts", perPrompt: 1200, tokens: 300.6 } as const;
    expect(sentence({ ...rollouts, percent: 80.6 })).toContain(
      "1,200 completions of 301 tokens are drawn for each prompt, in 81 % of the hours",
    );
    expect(sentence({ ...rollouts, percent: null })).toContain("for each prompt: the speed");
  });

  it("say what rows lose their end, and how much of the tokens", () => {
    const cut = { kind: "rows_cut", over: 1200, rows: 5000, after: 2048 } as const;
    expect(sentence({ ...cut, percent: 0.99 })).toContain("less than 1 % of the tokens");
    expect(sentence({ ...cut, percent: 1 })).toContain(": 1 % of the tokens");
    expect(sentence({ ...cut, percent: 12.4 })).toContain("1,200 of 5,000 rows are longer than 2,048 tokens");
    expect(sentence({ kind: "rows_cut", longest: 5000, after: 2048 })).toBe(
      "The longest row has 5,000 tokens and loses its end after 2,048.",
    );
    expect(sentence({ kind: "longest_row", tokens: 9000, packed: true })).toContain("so a pack holds as many");
    expect(sentence({ kind: "longest_row", tokens: 9000, packed: false })).toContain("memory is counted for it");
  });

  it("say which loss saves memory, and which release has another", () => {
    const of = (id: string, loss: string): string => sentence({ kind: "framework", id, loss });
    expect(of("hf", "plain")).toContain("A fused loss saves the memory of the logits.");
    expect(of("hf", "chunked")).toContain("state loss=plain for an older release");
    expect(of("torchtune", "chunked")).toBe("Framework profile torchtune; loss chunked.");
    expect(of("hf", "fused")).toBe("Framework profile hf; loss fused.");
  });

  it("say what pictures add, in the number of them", () => {
    const rows = { images: 1, width: 640, height: 480, tokens: 1200, trained: false };
    const of = (own: typeof rows | null): string => sentence({ kind: "pictures", billions: 0.676, rows: own });
    expect(of(null)).toMatch(/^The part that reads pictures \(0\.68 billion parameters\) is in memory and frozen/u);
    expect(of(rows)).toMatch(/^A picture of 640 × 480 pixels add 1,200 tokens to each row; .* is frozen\./u);
    expect(of({ ...rows, images: 1200, trained: true })).toMatch(/^1,200 pictures of .* is trained\./u);
  });

  it("say why there are several cards, and how experts are computed", () => {
    const cards = { kind: "cards_taken", gpus: 8, card: "H100" } as const;
    expect(sentence({ ...cards, because: "one_does_not_hold" })).toMatch(
      /^One H100 does not hold the run, so 8 of them/u,
    );
    expect(sentence({ ...cards, because: "cheapest_machines" })).toMatch(/^The cheapest machines have 8 cards/u);
    expect(sentence({ kind: "experts", by: "loop" })).toContain("a loop over them");
    expect(sentence({ kind: "experts", by: "grouped" })).toContain("grouped kernels");
    expect(sentence({ kind: "quantised_file", method: "gptq" })).toContain("quantised weights (gptq).");
    expect(sentence({ kind: "quantised_file", method: null })).toContain("quantised weights.");
    const row = { kind: "gpu_offer", machines: 2, cloud: "a", machine: "b", sharding: "fsdp" } as const;
    expect([sentence({ ...row, tight: true }), sentence({ ...row, tight: false })]).toEqual([
      "2 × a (b), fsdp, with little memory to spare.",
      "2 × a (b), fsdp, fits.",
    ]);
    expect(sentence({ kind: "card", card: "H100", note: null })).toBe("H100: figures not checked.");
    expect(sentence({ kind: "card", card: "H100", note: "a note" })).toBe("H100: a note.");
  });
});
