import { describe, expect, it } from "vitest";
import { readTrainerConfig, writeServiceJob, writeTrainerConfig, writtenServices } from "../../src/trainers.ts";

const run = { model: "a-model", file: "train-n500-r1.jsonl", name: "n500-r1", epochs: 3, seed: 1 };

describe("writeServiceJob", () => {
  it.each(writtenServices)("names model, file, run and passes for %s", (id) => {
    const { text, extension, start } = writeServiceJob(id, run);
    for (const said of ["a-model", "n500-r1", "3"]) expect(text).toContain(said);
    expect(start(`job.${extension}`)).toContain(`job.${extension}`);
    const body: unknown = extension === "json" ? JSON.parse(text) : {};
    expect(body).toBeTypeOf("object");
  });

  it("marks what is to be filled in where it stands, and says where it comes from", () => {
    for (const id of writtenServices) {
      const { text, fill, start } = writeServiceJob(id, run);
      for (const { mark } of fill) expect(`${text}${start("job.json")}`).toContain(mark);
    }
    expect(writeServiceJob("openai", run).fill[0]?.with).toContain("train-n500-r1.jsonl");
  });

  it("writes OpenAI's body as its API has it; passes are its own choice where nobody states them", () => {
    const { epochs: _, ...free } = run;
    expect(JSON.parse(writeServiceJob("openai", free).text)).toEqual({
      model: "a-model",
      training_file: "FILE_ID",
      suffix: "n500-r1",
      seed: 1,
      method: { type: "supervised", supervised: { hyperparameters: { n_epochs: "auto" } } },
    });
  });

  it("writes passes as a text for Google, adapters or all weights for Together", () => {
    const google = JSON.parse(writeServiceJob("google-vertex", run).text);
    expect(google.supervisedTuningSpec.hyperParameters).toEqual({ epochCount: "3" });
    expect(JSON.parse(writeServiceJob("together", run).text).training_type.type).toBe("Lora");
    expect(JSON.parse(writeServiceJob("together", { ...run, method: "full" }).text).training_type.type).toBe("Full");
  });
});

describe("writeTrainerConfig with a training file", () => {
  const asked = { model: "Qwen/Qwen3-8B", gpu: "", method: "lora", rank: 16, epochs: 3 } as const;

  it.each(["axolotl", "llamafactory", "trl"] as const)("names it for %s, and the config is read again", (id) => {
    const data = { file: "train-n500-r1.jsonl", name: "n500-r1" };
    const written = writeTrainerConfig(id, asked, "run.yaml", data);
    if (!written.ok) throw new Error(JSON.stringify(written.problem));
    const { text, beside } = written.value;
    expect(`${text}${beside?.text ?? ""}`).toContain("train-n500-r1.jsonl");
    expect(text).not.toMatch(/To be filled in:.*\bdataset/);
    const read = readTrainerConfig([{ name: "run.yaml", text }]);
    expect(read.ok && [read.value.question.model, read.value.question.epochs]).toEqual(["Qwen/Qwen3-8B", 3]);
    expect(read.ok && read.value.unknown).toEqual([]);
  });
});
