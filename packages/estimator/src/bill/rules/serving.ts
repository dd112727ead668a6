import { timesRate, rateOn } from "../../prices/rates.ts";
import { ok } from "../../problem.ts";
import { flag, optional, positiveDecimal, whole, number, text, rateKind } from "./parameter.ts";
import { rule, type Rule, sourced } from "./rule.ts";
import { decimal, type Amount } from "../../money.ts";
import type { Charged } from "./roles.ts";
import type { BookOffer } from "../../prices/offers.ts";
import { once } from "../../prices/once.ts";
import { line } from "../line.ts";

/** Bytes of a parameter in 16 bits, with a tenth to spare. */
const bytesPerParameter = "2.2";

const weights = once(({ model: { parameters } }: BookOffer) => decimal(parameters ?? 0).times(bytesPerParameter));

/** What the use of the tuned model is billed by. */
export const servingRules: readonly Rule[] = [
  /**
   * Requests are billed by their tokens at the `input`, `cached_input` and `output` rates; `asBase`, where a tuned model is
   * served at the base model's, or at `timesBase` as much: those stand in for rates that it has not of its own.
   */
  rule({
    tag: "per_token",
    role: "requests",
    parameters: { asBase: optional(flag), timesBase: optional(positiveDecimal) },
    reads: ["input", "cached_input", "output"],
    apply:
      ({ asBase = false, timesBase }, own, base) =>
      (meter, service) => {
        const rate = own(meter, service);
        if (rate.ok || (!asBase && timesBase === undefined)) return rate;
        const untuned = base(meter, service);
        return untuned.ok && timesBase !== undefined ? ok(timesRate(untuned.value, timesBase)) : untuned;
      },
  }),
  /**
   * The `hosting` rate for every hour that the deployment is up, used or not; one that nobody calls is deleted after
   * `idleDeletedAfterHours`.
   */
  rule({
    tag: "hosting",
    role: "hourly",
    label: "Hosting of the deployment",
    parameters: { idleDeletedAfterHours: optional(whole(1)) },
    reads: ["hosting"],
    apply: ({ idleDeletedAfterHours: hours, source }, { traffic }) => {
      const terms = { kind: "hosting", units: 1, deletedAfter: hours } as const;
      if (hours === undefined) return terms;
      const kind = traffic?.requestsPerMonth === 0 ? "idle_deleted" : "hosting_idle";
      return { ...terms, notes: [{ kind, days: hours / 24, ...sourced(source) }] };
    },
  }),
  /**
   * Cards of one's own at the `hosting` rate, every hour, as many as hold the weights in 16 bits with a tenth to spare, of
   * `gpuMemoryGB` each (80 where not given); bound to one region they cost `regionFactor` times as much, which is said and
   * not counted (Fireworks, Together).
   */
  rule({
    tag: "dedicated_gpu",
    role: "hourly",
    label: "Dedicated GPU",
    parameters: { gpuMemoryGB: optional(whole(1)), regionFactor: optional(number(1)) },
    reads: ["hosting"],
    apply: ({ gpuMemoryGB = 80, regionFactor }, { offer }) => {
      const { parameters } = offer.model;
      // The least that serves the model; one is the least there can be where its size is not known.
      const units = Math.max(1, weights(offer).dividedBy(gpuMemoryGB).ceil().toNumber());
      return {
        kind: "hosting",
        units,
        assumptions: [
          ...(units > 1 ? [{ kind: "cards", cards: units, parameters: parameters ?? "" } as const] : []),
          ...(regionFactor === undefined ? [] : [{ kind: "region", factor: regionFactor } as const]),
        ],
        notes: parameters === undefined ? [{ kind: "not_counted", what: "cards" }] : [],
      };
    },
  }),
  /** The `provisioned` rate for one model unit, every hour; `service` names the term, such as `no-commitment` (Bedrock). */
  rule({
    tag: "provisioned",
    role: "hourly",
    label: "Provisioned throughput, one model unit",
    parameters: { service: optional(text) },
    reads: ["provisioned"],
    apply: ({ service }) => ({ kind: "provisioned", service, units: 1 }),
  }),
  /** The `storage` rate per month and model, or per month and gigabyte of the checkpoint. */
  rule({
    tag: "storage",
    role: "storage",
    reads: ["storage"],
    apply: (_, { offer, horizon, day, overlay, job }) => {
      const rate = rateOn(offer, { kind: "storage" }, day, overlay);
      const missing = { kind: "not_counted", what: "prices", names: ["storage"], page: offer.provider.page } as const;
      if (!rate.ok) return { lines: [], assumptions: [missing] };
      const months = decimal(horizon.months);
      const stored = (label: string, quantity: Amount, unit: string): Charged => ({
        lines: [line("storage", label, quantity, unit, rate.value)],
        assumptions: [],
      });
      if (rate.value.per !== "GB-month") return stored("Storage of the tuned model", months, "month");
      return job.checkpointGigabytes === undefined
        ? { lines: [], assumptions: [{ kind: "not_counted", what: "checkpoint" }] }
        : stored("Storage of the checkpoint", months.times(job.checkpointGigabytes), "GB-month");
    },
  }),
  /** No hosting fee, and the deployment is deleted after `deletedAfterHours`: it cannot carry months of traffic (Azure). */
  rule({
    tag: "developer_tier",
    role: "deployment",
    parameters: { deletedAfterHours: whole(1) },
    // The model's hosting rate is that of its other variants.
    reads: ["hosting"],
    apply: ({ deletedAfterHours }) => deletedAfterHours,
  }),
  /** A rate of the kind `rate` is on file for other offers, and not billed here: `why` says so in a sentence. */
  rule({
    tag: "not_billed",
    role: "unbilled",
    parameters: { rate: rateKind, why: text },
    reads: ({ rate }) => [rate],
    apply: ({ rate, why, source }) => ({ kind: "not_billed", rate, why, ...sourced(source) }),
  }),
];
