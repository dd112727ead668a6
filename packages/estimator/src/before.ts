export { beforePilots, type BeforeQuestion, type OthersGain } from "./curve/before.ts";
export { taskKinds, type TaskKind } from "./curve/taskKind.ts";
export { othersSentences } from "./words/others.ts";
