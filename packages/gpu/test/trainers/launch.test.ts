import { selfHost, type SelfHostAnswer, type SelfHostQuestion } from "@tunecast/gpu";
import { machinesOn } from "@tunecast/estimator/prices";
import { clouds, hardware, openModels, uncounted } from "@tunecast/pricing";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { problemSentence, writeLaunch, writtenRun, type LauncherId, type LaunchQuestion } from "../../src/trainers.ts";

const book = { models: openModels, hardware, uncounted, rates: machinesOn(clouds, "2026-11-25") };
const answered = (question: Partial<SelfHostQuestion>): SelfHostAnswer => {
  const asked = { model: "qwen2.5-7b", data: { examples: 5000, tokensPerExample: 400 }, ...question };
  const answer = selfHost(asked, book);
  if (!answer.ok) throw new Error(JSON.stringify(answer.problem));
  return answer.value;
};
const one = answered({ method: "qlora" });
const eight = answered({
  model: "llama-3.3-70b",
  method: "full",
  maxTokens: 4096,
  gpus: 8,
  sharding: "zero3",
  offload: ["optimizer"],
});
const job = (
  id: LauncherId,
  answer: SelfHostAnswer,
  trainer: LaunchQuestion["trainer"],
  at?: LaunchQuestion["at"],
): string => {
  const asked = { model: "own/model", ...(answer === eight && { gpus: 8 }) };
  const written = writeLaunch(id, answer, { trainer, run: writtenRun(answer, asked), at });
  return written.ok ? written.value.text : problemSentence(written.problem);
};

describe("writeLaunch", () => {
  it("writes a task of SkyPilot for the cheapest place that fits", () => {
    const text = job("skypilot", one, "axolotl", { config: "a.yml", sharding: undefined });
    const [, dollars, cloud = ""] = /About ([\d.]+) USD at (\w+), on demand/u.exec(text) ?? [];
    const totals = one.cost?.offers
      .filter((offer) => offer.cloud === cloud)
      .map(({ total }) => Number(total.amount).toFixed(2));
    expect(totals).toContain(dollars);
    expect(parse(text)).toMatchObject({
      name: "qwen2-5-7b-qlora",
      resources: { infra: expect.stringContaining(cloud), accelerators: expect.stringMatching(/^[\w-]+:1$/) },
      run: expect.stringMatching(/^timeout \d+m env accelerate launch --num_processes 1 -m axolotl.cli.train a.yml\n$/),
    });
  });

  it("names the cards, the split and the config of a run over several", () => {
    const task = parse(job("dstack", eight, "llamafactory"));
    expect(task).toMatchObject({
      type: "task",
      files: ["run.yaml"],
      resources: { gpu: expect.stringMatching(/^\w+:\d+GB:8$/) },
      commands: [
        expect.stringContaining("pip install"),
        "FORCE_TORCHRUN=1 NPROC_PER_NODE=8 llamafactory-cli train run.yaml",
      ],
      max_duration: expect.stringMatching(/^\d+m$/),
    });
    const written = writeLaunch("dstack", eight, { trainer: "trl", run: writtenRun(eight, { model: "m/m", gpus: 8 }) });
    expect(written).toMatchObject({ ok: true, value: { gpus: 8, sharding: "zero3", config: "run.yaml" } });
  });

  it("sends the config along to Hugging Face Jobs, and asks Slurm for the time of the slowest", () => {
    expect(job("hf-jobs", one, "trl", { config: "my run.yaml", sharding: undefined })).toMatch(
      /hf jobs run --detach --flavor \S+ --timeout \d+m[\s\S]*base64 < 'my run.yaml'[\s\S]*trl sft --num_processes 1 --config 'my run.yaml'"/,
    );
    const script = job("slurm", eight, "axolotl");
    expect(script).toContain("#SBATCH --gpus-per-node=8\n");
    expect(script).toMatch(/#SBATCH --time=\d\d:\d\d:00\n/);
    expect(script).toContain("srun env accelerate launch --num_processes 8 -m axolotl.cli.train run.yaml\n");
  });

  it("takes machines on demand, and spot ones only where checkpoints outlive them", () => {
    const asked = { trainer: "trl", run: writtenRun(one, { model: "own/model" }) } as const;
    for (const id of ["skypilot", "dstack"] as const) {
      const firm = writeLaunch(id, one, asked);
      const kept = writeLaunch(id, one, { ...asked, checkpoints: "s3://mine/run", data: "train.jsonl" });
      const [before, after] = [firm, kept].map((written) => (written.ok ? written.value.text : ""));
      expect(before).not.toMatch(/use_spot|spot_policy: spot/);
      expect(after).toContain("/checkpoints");
    }
    const sky = parse(job("skypilot", one, "trl")) as { resources: object };
    expect(sky.resources).not.toHaveProperty("use_spot");
    const offers = (one.cost?.offers ?? []).map((offer) => ({ ...offer, term: "spot" }));
    const taken = { ...one, cost: one.cost && { ...one.cost, offers } };
    const spot = writeLaunch("skypilot", taken, { ...asked, checkpoints: "s3://mine/run" });
    const text = spot.ok ? spot.value.text : "";
    expect(text).toContain("sky jobs launch job.yaml");
    expect(parse(text)).toMatchObject({
      resources: { use_spot: true, job_recovery: { strategy: "EAGER_NEXT_REGION" } },
      file_mounts: { "/checkpoints": { source: "s3://mine/run", mode: "MOUNT" } },
    });
  });

  it("sends the training file along with dstack", () => {
    const written = writeLaunch("dstack", one, {
      trainer: "trl",
      run: writtenRun(one, { model: "own/model" }),
      data: "train.jsonl",
    });
    expect(parse(written.ok ? written.value.text : "")).toMatchObject({ files: ["run.yaml", "train.jsonl"] });
  });

  it("says that a launcher does not rent the card, not that the run is too large", () => {
    const h100 = answered({ method: "qlora", gpu: "h100-sxm-80" });
    expect(job("hf-jobs", h100, "trl")).toMatch(/^Hugging Face Jobs rents none of the machines that hold this run/);
  });

  it("says what is missing", () => {
    const { data: _data, ...rest } = { model: "qwen2.5-7b", data: undefined };
    const without = selfHost(rest, book);
    expect(without.ok && job("slurm", without.value, "trl")).toContain("A job needs the hours of the run: give --data");
    const far = answered({ model: "llama-3.1-405b", method: "full", gpus: 64, sharding: "zero3" });
    expect(job("hf-jobs", far, "trl")).toContain("No one machine that Hugging Face Jobs reaches");
  });
});
