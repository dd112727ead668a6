import type { Command } from "commander";
import { pilotMetric, readPilots } from "@tunecast/estimator/curve";
import { metrics } from "@tunecast/estimator/lists";
import { nextPilotReport } from "@tunecast/estimator/report";
import { nextPilot } from "@tunecast/estimator/pilots";
import { plainOption } from "../../ask/fieldOption.ts";
import type { AddCommand } from "../../ask/help.ts";
import { idleOptions } from "../../ask/idle.ts";
import type { CurveOptions } from "../curve.ts";
import { labelAmount } from "../plan.ts";
import { addOffer, trainingCost, type OfferOptions } from "../../cards/offerCost.ts";
import { formatOption, given, grouped } from "../../ask/options.ts";
import { taken } from "../../show/messages.ts";
import { answered } from "../../show/report.ts";
import type { Outcome, Host } from "../../read/host.ts";

interface NextOptions
  extends OfferOptions, Pick<CurveOptions, "labelCost" | "trainingCost" | "metric" | "testSize" | "format"> {
  readonly examples: number;
  readonly valuePerPoint: string;
}

export const addNext: AddCommand = (pilots) => {
  const command = pilots
    .command("next")
    .summary("which pilot to run next, and what the pilots so far speak for")
    .description(
      "Names the pilot that is left of a quarter, a half and all of your examples, and what to do by the pilots so far: stay, train on all, label more.",
    )
    .argument("<pilots>", 'CSV with the columns n,value[,se]; "-" is standard input');
  grouped(command, "What to weigh:", [
    plainOption("job.examples", "examples at hand").makeOptionMandatory(),
    plainOption("pilots.valuePerPoint").makeOptionMandatory(),
    plainOption("project.labelCost"),
    plainOption("pilots.trainingCost"),
    plainOption("pilots.metric", metrics.join(", ")),
    plainOption("pilots.testSize"),
    formatOption(),
  ]);
  addOffer(command);
  const examples = [
    "tunecast pilots next pilots.csv --examples 4000 --value-per-point 200 --label-cost 0.30 --training-cost 0.01",
  ];
  return [{ command, act, exitCodes: "0 an answer; 2 a wrong option or file.", examples }];
};

async function act(around: Host, path: string, options: NextOptions, command: Command): Promise<Outcome> {
  const text = taken(await around.files.text(path));
  const pilots = taken(readPilots(text, options.metric), path);
  const labels = options.labelCost === undefined ? undefined : labelAmount(options.labelCost);
  const { examples, valuePerPoint, trainingCost: typed, metric = pilotMetric(text), testSize, format } = options;
  const offered = await trainingCost(options, around, Math.max(examples, ...pilots.map(({ n }) => 8 * n)));
  const costs = { labelCost: labels?.amount, trainingCost: typed ?? offered?.costOf };
  const next = taken(nextPilot(pilots, { examples, valuePerPoint, ...given({ ...costs, metric, testSize }) }), path);
  const notCounted = [
    ...(labels === undefined ? ["labels"] : []),
    ...(typed === undefined && offered === null ? ["training"] : []),
  ];
  const report = () => nextPilotReport(next, notCounted, offered?.currency ?? "USD");
  const why = pilots.every(({ se }) => se !== undefined) && "every pilot has a standard error";
  const said = [...(labels?.notices ?? []), ...(offered?.notices ?? []), ...idleOptions(command, ["testSize", why])];
  return answered(format, { ...next, notCounted }, report, around.screen, { notices: said });
}
