/** The price book: its offers, the rates and the status on a day, own prices, names of models. */
export { takesRows } from "./bill/acceptance.ts";
export { daysBetween, parseDay } from "./check/day.ts";
export { type ResolvedModel, type UncountedModel, modelNamed, resolveModel } from "./names/resolveModel.ts";
export { providerNamed } from "./names/providerNames.ts";
export { type FileRules, fileRulesFor, fileRulesOf, takesJobsOn } from "./prices/fileRules.ts";
export { countingRules, filterNotes, modelsMeant } from "./estimate/filter.ts";
export { type MachineRate, machinesOn } from "./prices/machines.ts";
export { type BookOffer, tierOf, bookOffers } from "./prices/offers.ts";
export { readOverlay as readOwnPrices } from "./prices/overlay.ts";
export { type Status, statusOn } from "./prices/status.ts";
export type * from "./prices/cloudFile.ts";
export type * from "./prices/priceFile.ts";
export type * from "./prices/rateEntry.ts";
export type { Gpu, OpenModel } from "./prices/hardwareFile.ts";
