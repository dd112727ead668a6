import type { Answer, Decision } from "@tunecast/estimator";
import { expect, it } from "vitest";
import { runOver } from "./host.ts";

const job = "--examples 8000 --tokens-per-example 620 --epochs 4..5..6 --own-prices EUR=0.92";
const use = "--requests 100k..240k..20m --input-tokens 900 --output-tokens 120 --months 3";
const cards = "--self-host llama-3.1-8b --format json";

it("a job on rented cards is the same in a table and in a decision: epochs, currency and the ends of its use", async () => {
  const json = async (text: string): Promise<Answer & Pick<Decision, "ways">> =>
    JSON.parse((await runOver({}, ...text.split(" "))).stdout);
  const { offers } = await json(`estimate ${job} ${use} --provider together ${cards}`);
  const { ways } = await json(`advise ${job} ${use} --data-stays ${cards}`);
  const way = ways.find(({ kind }) => kind === "own_gpus");
  const offer = offers.find(({ id }) => id === way?.id);
  expect(way).toMatchObject({
    once: { amount: offer?.training.amount },
    monthly: { amount: offer?.monthly?.amount },
  });
  expect([offer?.epochs, offer?.total.currency]).toEqual([5, "EUR"]);
  expect(Number(way?.total.low)).toBeGreaterThanOrEqual(Number(offer?.range.low));
  expect(Number(way?.total.high)).toBeGreaterThan(2 * Number(offer?.total.amount));
  expect(Number(way?.total.high)).toBeLessThanOrEqual(Number(offer?.range.high));
});

it.each(["--set job.packing=false", "--own-prices CNY=7.1"])(
  "what no service reads and a run on cards does is said of services alone: %s",
  async (more) => {
    const asked = `estimate --examples 8000 --tokens-per-example 620 --provider alibaba-china ${cards}`;
    const run = async (argv: string) => {
      const { stdout, stderr } = await runOver({}, ...argv.split(" "));
      const { offers }: Answer = JSON.parse(stdout);
      return { onCards: offers.filter(({ provider }) => provider === "self-hosted").map(({ total }) => total), stderr };
    };
    const changed = await run(`${asked} ${more}`);
    expect(changed.onCards).not.toEqual((await run(asked)).onCards);
    expect(changed.stderr).toContain("no bill of a service here changes with it");
  },
);
