import type { Slower } from "../physics/hours.ts";
import type { Unmeasured } from "../physics/interval.ts";

/** What no measured run says of one. */
export const unmeasuredNames: Readonly<Record<Unmeasured, string>> = {
  framework: "runs of this framework on cards of this generation (state --framework)",
  card: "enough runs on cards of this generation",
  network: "the network between machines (state --network-gbs)",
  experts: "enough runs of mixtures of experts",
  offload: "hosts that hold part of the run",
  length: "enough runs of rows this long",
  pictures: "runs with pictures",
  host: "enough runs on Windows",
};

/** Why a run can take longer. */
export const causes: Readonly<Record<Slower["cause"], string>> = {
  rows_padded: "rows padded to the longest",
  eager_framework: "an eager framework",
  looped_experts: "experts one after the other (transformers below 5.0.0)",
  slow_network: "a slow network or bus",
  nothing_hidden: "communication that nothing hides",
};
