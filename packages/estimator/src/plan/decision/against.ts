import { addDays } from "../../check/day.ts";
import type { Quality } from "../../contract/fields/ways.ts";
import { metrics } from "../../curve/pilots/metric.ts";
import { isLowerBetter } from "../../curve/pilots/scale.ts";
import { amountText, decimal, larger, sum, zero, type Amount } from "../../money.ts";
import { isOneOf } from "../../prices/bookWords.ts";
import type { Payback, QualityAgainst, Thresholds } from "./answer.ts";
import { monthsLeft, monthsOfTraffic, overHorizon, settingOf, type Priced, type Setting } from "./overHorizon.ts";
import { cachedTerm, type LikelyQuestion, type PricedWay } from "./rates.ts";
import { quantilesOf, typicalColumns } from "./sample.ts";
import { atListedPrices, farthest, joined, minus, priceFactor, requestsInput, sumsAt, typicalOf } from "./terms.ts";
import type { Column, Period, SumsOf } from "./terms.ts";

function moreOf(way: Priced, today: Priced, { inputs }: Setting): (period: Period, byRequests?: boolean) => Amount {
  return (period, byRequests) =>
    typicalOf(way.terms, inputs, period, byRequests).minus(typicalOf(today.terms, inputs, period, byRequests));
}

/** What a way costs more than today's over the months that it answers, less credits. */
export function moreOver(way: Priced, today: Priced, setting: Setting, sumsOf: SumsOf): Column {
  const own = settingOf(way, setting);
  return minus(overHorizon(way, own, sumsOf), overHorizon(today, own, sumsOf));
}

interface Pair {
  readonly way: Priced;
  readonly today: Priced;
  /** Today's way, where it is one of those without tuning. */
  readonly usual: PricedWay | undefined;
  readonly setting: Setting;
}

/** A way against today's. */
export function against(pair: Pair, traffic: LikelyQuestion["traffic"]): Payback {
  const { way, today, setting } = pair;
  const found = thresholds(pair);
  const requestsPerMonth = found.requestsPerMonth.saves;
  const withCaching = cachedPayback(pair, traffic.cachedInputTokens ?? 0);
  return { ...payback(way, today, setting), requestsPerMonth, thresholds: found, withCaching };
}

type Timed = Omit<Payback, "withCaching" | "thresholds" | "requestsPerMonth">;

function payback(way: Priced, today: Priced, setting: Setting): Timed {
  const { inputs, asOf, hoursPerMonth, growth } = setting;
  const ends = monthsLeft(way.stops, setting);
  const last = Math.min(setting.months, ends);
  // Infinity stands for "never".
  const monthsAt = (sumsOf: SumsOf): Column => {
    const [own, usual] = [sumsOf(way.terms), sumsOf(today.terms)];
    const first = joined(
      minus(own.once, usual.once),
      minus(own.month, usual.month),
      minus(own.fixed, usual.fixed),
      (once, month, fixed) => paybackMonths({ once, savedByRequests: fixed - month, fixed, growth }) ?? Infinity,
    );
    // Changing traffic may lose again what has come back, and credits may pay for either way.
    const over = (months: number): Column => moreOver(way, today, { ...setting, months }, sumsOf);
    const more = over(last);
    // The most that it costs over today's: at the start or the end, with credits also at the end of a month between them.
    const starts = setting.credits.length === 0 ? 1 : Math.ceil(Math.min(last, farthest));
    let furthestBehind = more;
    // Asked only where it has not come back by the end, and until it was behind.
    const isOpen = (): Column => joined(first, furthestBehind, 0, (time, most) => Number(time > last && most <= 1e-6));
    for (let month = 0; month < starts && drawsIn(isOpen()).includes(1); month += 1)
      furthestBehind = joined(furthestBehind, over(month), 0, (most, one) => Math.max(most, one));
    return joined(first, more, furthestBehind, (time, lost, behind) => {
      // A way that ends before the months do leaves today's to be paid for after all.
      if (time > last) return behind > 1e-6 || last < setting.months ? time : 0;
      return lost > 1e-6 ? Infinity : time;
    });
  };
  const typically = Number(monthsAt(sumsAt(typicalColumns(inputs))));
  const months = finite(typically);
  const drawn = drawsIn(monthsAt(setting.drawn));
  const quantile = quantilesOf(drawn);
  const more = moreOf(way, today, setting);
  const verdict =
    months === null ? "never" : typically > ends ? "after_it_stops" : typically === 0 ? "at_once" : "pays";
  return {
    verdict,
    months,
    day:
      verdict === "pays" && typically <= farthest ? addDays(asOf, Math.ceil((typically * hoursPerMonth) / 24)) : null,
    // A likeliest value at the very end of its range can lie outside of the middle 80 draws: the range holds it, too.
    low: finite(Math.min(quantile(0.1), typically)),
    high: finite(Math.max(quantile(0.9), typically)),
    withinHorizon: Math.round((1000 * drawn.filter((one) => one <= last).length) / drawn.length) / 1000,
    stops: way.stops,
    once: amountText(more("once")),
    savedPerMonth: amountText(more("month").negated()),
    quality: qualityAgainst(way.quality, today.quality),
  };
}

function drawsIn(column: Column): Float64Array {
  return typeof column === "number" ? Float64Array.of(column) : column;
}

function finite(months: number): number | null {
  return Number.isFinite(months) ? Math.round(100 * months) / 100 : null;
}

/** How two qualities stand to each other: those of one metric alone can be compared. */
function qualityAgainst(one: Quality | null, other: Quality | null): QualityAgainst {
  if (one === null || other === null) return "unknown";
  if (one.metric !== other.metric) return "not_comparable";
  const { metric, lowerIsBetter = isOneOf(metrics, metric) && isLowerBetter(metric) } = one;
  const [higher, lower] = lowerIsBetter ? (["worse", "better"] as const) : (["better", "worse"] as const);
  if ((one.low ?? one.score) > (other.high ?? other.score)) return higher;
  return (one.high ?? one.score) < (other.low ?? other.score) ? lower : "close";
}

/** What a way costs against another: F once, and S less every month at the traffic of the first month. */
interface Stakes {
  /** Paid once more than for the other way. */
  readonly once: number;
  /** Saved each month by requests alone, at the traffic of the first month. */
  readonly savedByRequests: number;
  /** Paid each month more than for the other way, whatever the traffic (hosting, stores, retraining). */
  readonly fixed: number;
  /** Growth of the traffic from month to month: 0.05 is 5 %. */
  readonly growth: number;
}

/**
 * Months until the difference has paid for itself; 0 where it costs nothing more at once, null where it never does:
 *
 *     F / (s · requests − H)
 *
 * With growing traffic the savings of month k are s · requests · (1 + g)^(k − 1) − H, summed month by month; within a
 * month they come evenly.
 */
export function paybackMonths({ once, savedByRequests, fixed, growth }: Stakes): number | null {
  const saved = savedByRequests - fixed;
  if (once <= 0 && saved >= 0) return 0;
  if (growth === 0) return saved > 0 ? once / saved : null;
  let left = once;
  let byRequests = savedByRequests;
  for (let month = 0; month < farthest; month += 1) {
    const own = byRequests - fixed;
    if (own > 0 && own >= left) return left > 0 ? month + left / own : 0;
    left -= own;
    byRequests *= 1 + growth;
  }
  return null;
}

/**
 * The pay-back if the provider's cache held all that today's prompt adds. Null where it adds nothing, adds what changes with each
 * request (retrieved passages), has its cache stated, or has no price for cached input.
 */
function cachedPayback({ way, today, usual, setting }: Pair, cachedBefore: number): Payback["withCaching"] {
  if (usual === undefined || usual.way.kind === "rag") return null;
  const { cachedInputTokens, calls } = usual.way;
  const added = setting.inputs.get(`${usual.id}.extraInputTokens`);
  if (added === undefined || cachedInputTokens !== undefined) return null;
  const cachedTokens = Math.round(added.typical.toNumber()) + cachedBefore;
  const cached = cachedTerm(usual.prices, cachedTokens, calls === undefined ? [] : [`${usual.id}.calls`]);
  if (cached === null) return null;
  const terms = [...today.terms.filter(({ kind }) => kind !== "cached_prompt"), ...atListedPrices([cached])];
  const { verdict, months } = payback(way, { ...today, terms }, setting);
  return { cachedTokens, verdict, months };
}

/**
 * From where on a way costs less than today's, and pays back within the months asked, by one input with all others at
 * their likeliest value. With F paid once more (or by credits for today's way alone), H fixed each month more, s saved by
 * a request, R requests, M months and G months of the first month's traffic:
 *
 *     it saves from R = H / s, and pays from R = (F + H·M) / (s·G)
 *
 * A token more in today's prompt adds its price p to s, so the same two equations give the prompt tokens.
 */
function thresholds({ way, today, usual, setting }: Pair): Thresholds {
  const { inputs, credits } = setting;
  const { months } = settingOf(way, setting);
  const traffic = decimal(monthsOfTraffic(months, setting.growth));
  const typical = (name: string, otherwise: Amount): Amount => inputs.get(name)?.typical ?? otherwise;
  const requests = typical(requestsInput, zero);
  const more = moreOf(way, today, setting);
  const fixed = more("month", false);
  const creditOf = ({ terms }: Priced): Amount =>
    sum(credits.flatMap((one) => (terms.some(({ from }) => from.provider === one.provider) ? one.amount : [])));
  const free = larger(creditOf(today).minus(creditOf(way)), zero);
  const due = more("once").plus(fixed.times(months)).plus(free);
  const saved = requests.isZero() ? zero : more("month", true).negated().dividedBy(requests);
  const one = decimal(1);
  const { id, way: { cachedInputTokens = 0 } = {}, prices } = usual ?? {};
  // What one more token in today's prompt costs: the cached price where the cache holds what the prompt adds.
  const price = (cachedInputTokens > 0 ? prices?.cachedInput : null) ?? prices?.input;
  const calls = typical(priceFactor, one).times(typical(`${id}.calls`, one));
  const perToken = (price?.price.typical ?? zero).times(calls).times(requests);
  const now = typical(`${id}.extraInputTokens`, zero);
  const tokensFor = (lacking: Amount, paying: Amount): number | null =>
    paying.isZero() ? null : up(now.plus(lacking.dividedBy(paying)));
  return {
    requestsPerMonth: {
      saves: saved.greaterThan(0) ? up(fixed.dividedBy(saved)) : saved.isZero() && !fixed.greaterThan(0) ? 0 : null,
      pays: saved.greaterThan(0) ? up(due.dividedBy(saved.times(traffic))) : null,
    },
    promptTokens: {
      saves: tokensFor(fixed.minus(saved.times(requests)), perToken),
      pays: tokensFor(due.minus(saved.times(requests).times(traffic)), perToken.times(traffic)),
    },
  };
}

function up(value: Amount): number {
  return larger(value.toDecimalPlaces(6).ceil(), zero).toNumber();
}
