import { describe, expect, it } from "vitest";
import { Folder } from "./folder.ts";
import { runOver } from "./host.ts";

const folder = new Folder();

const asked = "estimate --examples 10 --tokens-per-example 47.8 --epochs 10 --provider azure --format json".split(" ");
const estimated = async (): Promise<string> => (await runOver({}, ...asked)).stdout;

const held = async (job: string, ...more: string[]): ReturnType<typeof runOver> =>
  runOver({ "e.json": await estimated(), "job.json": job }, "reconcile", "e.json", "job.json", ...more);

const offer = ["--offer", "azure/gpt-4.1:sft@global"];

describe("tunecast reconcile", () => {
  it("says the verdict first, then tokens, money and the reason", async () => {
    const { stdout, exitCode } = await held("Training tokens billed: 5000\n", ...offer);
    expect(stdout).toMatch(/^azure\/gpt-4\.1:sft@global: the job lies within the range of the estimate\./);
    expect(stdout).toContain("4,780 tokens are rounded up to a multiple of 1,000: 5,000 are billed.");
    expect(exitCode).toBe(0);
  });

  it("reads lines of a bill as FOCUS rows in CSV", async () => {
    const csv =
      'BilledCost,BillingCurrency,ChargeDescription,ConsumedQuantity,ConsumedUnit\r\n0.12,USD,"Tuning, a",5000,Tokens\r\n';
    const { stdout } = await held(csv, ...offer);
    expect(stdout).toContain("Tokens: 5,000 were billed");
    expect(stdout).toContain("Money: $0.12 billed");
  });

  it("refuses a row of a bill with more cells than the header, by its line", async () => {
    const csv = "Invoice 7\nBilledCost,BillingCurrency,ConsumedQuantity,ConsumedUnit\n0.12,USD,5,000,Tokens\n";
    const { stderr, exitCode } = await held(csv, ...offer);
    expect(stderr).toContain(
      "job.json: Line 3: The row has 5 cells, the first row 4: put what holds a comma in quotes.",
    );
    expect(exitCode).toBe(2);
  });

  it("reads a bill with semicolons, as Excel saves it in Europe", async () => {
    const { stdout } = await held(
      "\uFEFFBilledCost;BillingCurrency;ConsumedQuantity;ConsumedUnit\r\n0.12;USD;5000;Tokens\r\n",
      ...offer,
    );
    expect(stdout).toContain("Tokens: 5,000 were billed");
  });

  it.each([
    ["little", [0xff, 0xfe]],
    ["big", [0xfe, 0xff]],
  ])("reads Excel's Unicode text: UTF-16 of %s ends, parted by tabs", async (end, mark) => {
    const bill = "BilledCost\tBillingCurrency\tConsumedQuantity\tConsumedUnit\r\n0,12\tUSD\t5000\tTokens\r\n";
    const text = Buffer.from(bill, "utf16le");
    const bytes = Buffer.concat([new Uint8Array(mark), end === "big" ? text.swap16() : text]);
    const paths = [folder.file("e.json", await estimated()), folder.file("bill.txt", bytes)];
    const { stdout } = await folder.run(["reconcile", ...paths, ...offer]);
    expect(stdout).toContain("Tokens: 5,000 were billed");
    expect(stdout).toContain("Money: $0.12 billed");
  });

  it("reads decimal commas beside semicolons", async () => {
    const { stdout } = await held(
      "BilledCost;BillingCurrency;ConsumedQuantity;ConsumedUnit\r\n0,120;USD;5.000,0;Tokens\r\n",
      ...offer,
    );
    expect(stdout).toContain("Tokens: 5,000 were billed");
    expect(stdout).toContain("Money: $0.12 billed");
  });

  it.each([
    [
      "the cost table of Google below the head of its invoice",
      [
        "Invoice number,53",
        "Currency,USD",
        "",
        "SKU description,Usage amount,Usage unit,Cost ($)",
        'Tuning Training Tokens,"5,000",count,0.12',
        ",,,0.12",
      ],
    ],
    [
      "Google's rows one a line",
      [
        '{"sku": {"description": "Tuning Training Tokens"}, "cost": 0.12, "currency": "USD", "usage": {"amount": 5000, "unit": "count"}}',
        '{"sku": {"description": "Predictions"}, "cost": 7, "currency": "USD", "usage": {"amount": 5, "unit": "count"}}',
      ],
    ],
  ])("reads %s", async (_what, lines) => {
    const { stdout } = await held(lines.join("\n"), ...offer);
    expect(stdout).toContain("Tokens: 5,000 were billed");
    expect(stdout).toContain("Money: $0.12 billed");
  });

  it("reads a bill of Azure whose only cost is in dollars", async () => {
    const bill = "MeterName,Quantity,UnitOfMeasure,CostUSD,BillingCurrencyCode\nFT Training Tokens,5,1K,0.12,EUR\n";
    const { stdout } = await held(bill, ...offer);
    expect(stdout).toContain("Money: $0.12 billed");
  });

  const header = "BilledCost,BillingCurrency,ChargeDescription,ConsumedQuantity,ConsumedUnit,ServiceName";
  const training = '0.12,USD,"Training, 10 epochs, a",5000,Tokens,AI';

  it("counts the lines for training alone", async () => {
    const use = [
      '9,USD,"Input tokens, a",700000,Tokens,AI',
      '4,USD,"Hosting of the deployment, a",9,Hours,AI',
      "8,USD,m5.large,10,Hours,EC2",
    ];
    const { stdout } = await held([header, training, ...use, ""].join("\r\n"), ...offer);
    expect(stdout).toContain("Tokens: 5,000 were billed");
    expect(stdout).toContain("Money: $0.12 billed");
  });

  it("adds up no lines of several services", async () => {
    const { stderr, exitCode } = await held(
      [header, training, "8,USD,Training on m5.large,10,Hours,EC2", ""].join("\r\n"),
      ...offer,
    );
    expect(stderr).toContain("The lines of the bill are of several (ServiceName: AI, EC2)");
    expect(exitCode).toBe(2);
  });

  it("adds up no lines of several offers or providers", async () => {
    const focus = await runOver({}, ...asked.slice(0, -2), "--format", "focus", "--as-billed", "--all");
    const { stderr, exitCode } = await held(focus.stdout, ...offer);
    expect(stderr.replaceAll("\n", " ")).toContain("The lines of the bill are of several (x_OfferId: azure/");
    expect(exitCode).toBe(2);
  });

  it("says that a job failed", async () => {
    const job = {
      object: "fine_tuning.job",
      model: "gpt-4.1",
      trained_tokens: 4780,
      hyperparameters: { n_epochs: 10 },
    };
    const said = async (status: string): Promise<string> =>
      (await held(JSON.stringify({ ...job, status }), ...offer)).stdout;
    expect(await said("failed")).toContain("The job has not run to its end (failed)");
    expect(await said("succeeded")).not.toContain("has not run to its end");
  });

  it("ends with 1 outside the range, as JSON too", async () => {
    const { stdout, exitCode } = await held("Training tokens billed: 48000", ...offer, "--format", "json");
    expect(JSON.parse(stdout)).toMatchObject({ within: false, tokens: { job: "48000", estimated: "5000" } });
    expect(exitCode).toBe(1);
  });

  it.each([
    ["Training tokens billed: 5000", [], "e.json: The answer has "],
    ['{"n":1}', offer, "job.json: This is no job of azure but something else"],
    ['{"object":"job","trained_tokens":5}', offer, "The job is one of mistral, the estimate one of azure"],
    ["{}", ["--offer", "azure/none:sft"], 'The answer has no offer "azure/none:sft"'],
  ])("%j %j: exit code 2 and a sentence", async (job, more, said) => {
    const { stderr, exitCode } = await held(job, ...more);
    expect(stderr).toContain(said);
    expect(exitCode).toBe(2);
  });
});
