export { fail, ok, type Problem, type Result } from "./problem.ts";
export { type FindingCount, type Histogram, type Profile, type RuleCounts } from "./profile.ts";
