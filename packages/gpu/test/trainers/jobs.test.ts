import type { SelfHostAnswer } from "@tunecast/gpu";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import type { MachineRate } from "../../../estimator/src/prices/machines.ts";
import { problemSentence, writeLaunch, writtenRun, type LauncherId, type LaunchQuestion } from "../../src/trainers.ts";
import { answer } from "../asked.ts";
import { book, rate } from "../book.ts";

const card = { method: "lora", framework: "hf", gpu: "h100-sxm-80", gpus: 1 } as const;
const rented = (...rates: MachineRate[]): SelfHostAnswer => answer(card, { ...book, rates });
const aws = rate("p5", "h100-sxm-80", 1, "4", { cloud: "aws", region: "us-east-1" });
const one = rented(aws);

function launched(id: LauncherId, of: SelfHostAnswer, more: Partial<LaunchQuestion> = {}): string {
  const written = writeLaunch(id, of, { trainer: "trl", run: writtenRun(of, { model: "own/model" }), ...more });
  return written.ok ? written.value.text : problemSentence(written.problem);
}
const cloudOf = (id: LauncherId, ...rates: MachineRate[]): string =>
  /USD at ([\w-]+),/.exec(launched(id, rented(...rates)))?.[1] ?? launched(id, rented(...rates));

/** The longest that is expected of the cheapest place, half an hour more, up to the half hour. */
function minutesOf({ hours, cost }: SelfHostAnswer): number {
  const longest = ((cost?.offers[0]?.hours ?? 0) * (hours?.high ?? 0)) / (hours?.typical ?? 1);
  return 30 * Math.ceil((60 * longest + 30) / 30);
}

describe("a job", () => {
  it("of dstack says all that the machine needs", () => {
    expect(parse(launched("dstack", one))).toEqual({
      type: "task",
      name: "llama-3-1-8b-lora",
      python: "3.12",
      files: ["run.yaml"],
      commands: [expect.stringMatching(/^pip install "trl/), "trl sft --num_processes 1 --config run.yaml"],
      resources: { gpu: "H100:80GB:1" },
      backends: ["aws"],
      regions: ["us-east-1"],
      spot_policy: "on-demand",
      max_duration: `${minutesOf(one)}m`,
    });
    const spot = rented({ ...aws, term: "spot" });
    expect(parse(launched("dstack", spot, { checkpoints: "mine", data: "train.jsonl" }))).toMatchObject({
      files: ["run.yaml", "train.jsonl"],
      volumes: ["mine:/checkpoints"],
      retry: { on_events: ["no-capacity", "interruption"], duration: "2d" },
      spot_policy: "spot",
    });
  });

  it("of SkyPilot says all that the machine needs", () => {
    expect(parse(launched("skypilot", one))).toEqual({
      name: "llama-3-1-8b-lora",
      resources: { infra: "aws/us-east-1", accelerators: "H100:1" },
      num_nodes: 1,
      workdir: ".",
      setup: expect.stringMatching(/^pip install "trl.*\n$/),
      run: `timeout ${minutesOf(one)}m env trl sft --num_processes 1 --config run.yaml\n`,
    });
    expect(launched("skypilot", one)).toContain("# sky launch --down job.yaml\n");
    const anywhere = rented(rate("box", "h100-sxm-80", 1, "2", { cloud: "runpod" }));
    expect(parse(launched("skypilot", anywhere))).toMatchObject({
      resources: { infra: "runpod", accelerators: "H100-SXM:1" },
    });
  });

  it("of Slurm asks for the time that it may take, with days where it is long", () => {
    const time = (hours: number): string | undefined =>
      /--time=(\S+)/.exec(launched("slurm", { ...one, hours: { low: hours, typical: hours, high: hours } }))?.[1];
    expect(time(1)).toBe("01:30:00");
    expect(time(1.01)).toBe("02:00:00");
    expect(time(23)).toBe("23:30:00");
    expect(time(23.5)).toBe("1-00:00:00");
    expect(time(50)).toBe("2-02:30:00");
    expect(launched("slurm", one)).toMatch(
      /^#!\/bin\/bash\n#SBATCH --job-name=llama-3-1-8b-lora\n#SBATCH --nodes=1\n#SBATCH --ntasks-per-node=1\n#SBATCH --gpus-per-node=1\n/,
    );
    // It rents nothing, whatever others rent.
    expect(launched("slurm", { ...one, verdict: "no" })).toContain("No one machine that Slurm reaches");
  });

  it("of Hugging Face Jobs carries its config, quoted for the shell", () => {
    const jobs = answer(
      { ...card, gpu: "l4-24", gpus: 4, method: "qlora" },
      {
        ...book,
        rates: [rate("l4x4", "l4-24", 4, "3", { cloud: "hugging-face-jobs" })],
      },
    );
    const text = launched("hf-jobs", jobs, {
      at: { config: "dir/it's.yaml", sharding: jobs.cost?.offers[0]?.sharding },
    });
    expect(text).toMatch(/^#!\/bin\/sh\n/);
    expect(text).toContain("--flavor l4x4 ");
    expect(text).toContain(`--timeout ${minutesOf(jobs)}m --secrets HF_TOKEN`);
    // The double quotes around the whole escape `$`, backslashes and quotes within.
    expect(text).toContain(
      `sh -c "printf %s $(base64 < 'dir/it'\\''s.yaml' | tr -d '\\n') | base64 -d > 'it'\\''s.yaml'`,
    );
    expect(text).toContain('pip install \\"trl');
    expect(text).toContain("nothing else goes along or stays");
  });
});

describe("the place of a job", () => {
  const lambda = rate("gpu-1x", "h100-sxm-80", 1, "3", { cloud: "lambda" });

  it("is the cheapest that the launcher reaches", () => {
    expect(cloudOf("skypilot", aws, lambda)).toBe("lambda");
    expect(cloudOf("skypilot", aws, { ...lambda, amount: "5" })).toBe("aws");
    expect(cloudOf("skypilot", aws, { ...lambda, cloud: "nobody" })).toBe("aws");
    expect(cloudOf("dstack", aws, { ...lambda, cloud: "hyperbolic" })).toBe("aws");
    expect(cloudOf("skypilot", aws, { ...lambda, cloud: "hyperbolic" })).toBe("hyperbolic");
    expect(cloudOf("hf-jobs", aws)).toContain("Hugging Face Jobs rents none of the machines");
  });

  it("has a price of the last two months, while there is a newer one", () => {
    const old = (seen: string): MachineRate => ({ ...lambda, seen });
    expect(cloudOf("skypilot", aws, old("2026-09-25"))).toBe("lambda");
    expect(cloudOf("skypilot", aws, old("2026-09-24"))).toBe("aws");
    expect(cloudOf("skypilot", old("2026-01-01"))).toBe("lambda");
  });

  it("is a machine that can be taken away only where checkpoints are kept", () => {
    const firm = rented(lambda, aws);
    const offers = (firm.cost?.offers ?? []).map((one) => (one.cloud === "aws" ? one : { ...one, term: "spot" }));
    const both = { ...firm, cost: firm.cost && { ...firm.cost, offers } };
    expect(launched("skypilot", both)).toContain("USD at aws, on demand (price seen 2026-11-24)");
    expect(launched("skypilot", both)).toContain("With --checkpoints PLACE spot machines are taken as well");
    const kept = launched("skypilot", both, { checkpoints: "s3://mine" });
    expect(kept).toContain("USD at lambda, spot (price seen");
    expect(kept).not.toContain("With --checkpoints");
    expect(kept).toContain(
      "# The config must write its checkpoints below /checkpoints and go on from the last one there.",
    );
    expect(launched("skypilot", both)).not.toContain("must write its checkpoints");
  });

  it("is told with the hours and the money of the run", () => {
    const [offer] = one.cost?.offers ?? [];
    const longest = ((offer?.hours ?? 0) * (one.hours?.high ?? 0)) / (one.hours?.typical ?? 1);
    expect(launched("skypilot", one)).toContain(
      `# llama-3.1-8b, lora: ${offer?.hours.toFixed(2)} h expected, ${longest.toFixed(2)} h at most, on 1 × h100-sxm-80.\n# About ${Number(offer?.total.amount).toFixed(2)} USD at aws`,
    );
    const several = answer({ ...card, gpus: 8 });
    expect(launched("slurm", several)).toContain(`on 8 × h100-sxm-80 (${several.sharding}).`);
    expect(launched("slurm", several)).not.toContain("USD");
  });
});

describe("the config of a job", () => {
  const eight = answer({ ...card, gpus: 8, sharding: "zero3" });
  const config = (of: SelfHostAnswer, sharding: string | undefined): string => {
    const asked = {
      trainer: "trl",
      run: writtenRun(of, { model: "own/model" }),
      at: { config: "a.yaml", sharding },
    } as const;
    const written = writeLaunch("slurm", of, asked);
    return written.ok ? written.value.config : "";
  };

  it("is the one at hand where it splits the run as the place does", () => {
    expect(config(one, "zero3")).toBe("a.yaml");
    expect(config(eight, "zero3")).toBe("a.yaml");
    expect(config(eight, undefined)).toBe("run.yaml");
    expect(config(eight, "fsdp")).toBe("run.yaml");
    expect(config(answer({ ...card, gpus: 8, sharding: "ddp" }), "zero2")).toBe("a.yaml");
  });
});
