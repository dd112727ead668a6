import { band } from "./band.ts";
import { dedicatedGpu } from "./dedicatedGpu.ts";
import { developerTier } from "./developerTier.ts";
import { epochsNotStated } from "./epochsNotStated.ts";
import { free } from "./free.ts";
import { freeDailyTokens } from "./freeDailyTokens.ts";
import { graderTokens } from "./graderTokens.ts";
import { hosting } from "./hosting.ts";
import { hours } from "./hours.ts";
import { images } from "./images.ts";
import { minimum } from "./minimum.ts";
import { mixedInTokens } from "./mixedInTokens.ts";
import { multiply } from "./multiply.ts";
import { notBilled } from "./notBilled.ts";
import { packedSteps } from "./packedSteps.ts";
import { perToken } from "./perToken.ts";
import { possibleTokensPerExample } from "./possibleTokensPerExample.ts";
import { promptTwice } from "./promptTwice.ts";
import { provisioned } from "./provisioned.ts";
import { recountedTurnsTimesEpochs } from "./recountedTurnsTimesEpochs.ts";
import { rolloutMeters } from "./rolloutMeters.ts";
import { rolloutTokens } from "./rolloutTokens.ts";
import { roundAmountUp } from "./roundAmountUp.ts";
import { roundTokensUp } from "./roundTokensUp.ts";
import type { Role } from "./roles.ts";
import type { Rule } from "./rule.ts";
import { steps } from "./steps.ts";
import { storage } from "./storage.ts";
import { thinkingTurns } from "./thinkingTurns.ts";
import { tokensTimesEpochs } from "./tokensTimesEpochs.ts";
import { trainableTokensTimesEpochs } from "./trainableTokensTimesEpochs.ts";
import { unpackedRows } from "./unpackedRows.ts";
import { validationFree, validationOnce, validationTimesEpochs, validationTimesEvaluations } from "./validation.ts";

/**
 * Every billing rule. Those of one role are applied in this order. The type of a tag, its refusal, its JSON Schema and
 * its row in `pricing/RULES.md` are made from this list.
 */
export const billingRules: readonly Rule[] = [
  tokensTimesEpochs,
  trainableTokensTimesEpochs,
  recountedTurnsTimesEpochs,
  steps,
  hours,
  images,
  rolloutTokens,
  free,
  promptTwice,
  possibleTokensPerExample,
  unpackedRows,
  thinkingTurns,
  mixedInTokens,
  packedSteps,
  epochsNotStated,
  band,
  validationFree,
  validationOnce,
  validationTimesEpochs,
  validationTimesEvaluations,
  roundTokensUp,
  multiply,
  freeDailyTokens,
  minimum,
  roundAmountUp,
  rolloutMeters,
  graderTokens,
  perToken,
  hosting,
  dedicatedGpu,
  provisioned,
  storage,
  developerTier,
  notBilled,
];

/** In which list of a price file a role's rules stand. */
export const rolesOf: Readonly<Record<"billing" | "serving", readonly Role[]>> = {
  billing: ["quantity", "pass", "passes", "validation", "rounding", "rate", "amount", "drawing", "grading", "unbilled"],
  serving: ["requests", "hourly", "storage", "deployment", "unbilled"],
};
