export { beforePilots, type BeforeQuestion, type OthersGain } from "./curve/before/before.ts";
export { taskKinds, type TaskKind } from "./curve/before/taskKind.ts";
export { othersSentences } from "./words/others.ts";
