// @ts-check
/**
 * What was seen on a day: an amount, and the copy that says so.
 *
 * @typedef {{ day: string, amount: string, evidence: Record<string, any>, source: string, confidence: string }} Sighting
 * @typedef {Record<string, any>} Rate
 */

/**
 * The rates of one thing with further sightings, oldest first. A price that was seen earlier than known begins there; one
 * that stands between two others becomes a rate of its own; a day that a source states stays. What contradicts a rate on
 * its own day is left out.
 *
 * @param {readonly Rate[]} rates of one thing
 * @param {readonly Sighting[]} sightings
 * @param {Rate} what What is bought: the fields that a new rate shares with the others of its thing.
 * @returns {{ rates: Rate[], left: Sighting[] }}
 */
export function merged(rates, sightings, what) {
  /** @type {Sighting[]} */
  const left = [];
  let list = rates.toSorted(byDay).map((rate) => ({ ...rate }));
  for (const sighting of sightings.toSorted((a, b) => (a.day < b.day ? -1 : 1))) {
    const now = list.findLast((rate) => rate["from"] <= sighting.day);
    const next = list.find((rate) => rate["from"] > sighting.day);
    if (now !== undefined && same(now, sighting)) seeAgain(now, sighting);
    else if (now !== undefined && daysOf(now).includes(sighting.day)) left.push(sighting);
    else if (now !== undefined && daysOf(now).some((day) => day > sighting.day)) {
      if (now["seenKind"] === "read" || now["disputed"] !== undefined) left.push(sighting);
      else list = [...list, rateOf(sighting, what), parted(now, sighting.day)].toSorted(byDay);
    } else if (next !== undefined && same(next, sighting) && next["fromKind"] !== "stated") seeEarlier(next, sighting);
    else if (next !== undefined && next["fromKind"] === "stated" && same(next, sighting)) left.push(sighting);
    else list = [...list, rateOf(sighting, what)].toSorted(byDay);
  }
  return { rates: list, left };
}

/**
 * The later part of a rate that did not hold in between; the earlier part stays in place.
 *
 * @param {Rate} rate @param {string} day
 * @returns {Rate}
 */
function parted(rate, day) {
  const days = daysOf(rate);
  const [before, after] = [days.filter((one) => one < day), days.filter((one) => one > day)];
  const [from = ""] = after;
  const proofs = rate["evidence"] ?? [];
  const later = { ...rate, from, fromKind: "copy" };
  see(later, after);
  see(rate, before.length > 0 ? before : [rate["from"]]);
  proofsOf(
    later,
    proofs.filter((/** @type {Rate} */ one) => one["day"] !== null && one["day"] >= from),
  );
  proofsOf(
    rate,
    proofs.filter((/** @type {Rate} */ one) => one["day"] === null || one["day"] < day),
  );
  return later;
}

/** @param {Rate} rate @param {readonly string[]} days in order */
function see(rate, days) {
  rate["seen"] = days.at(-1);
  if (days.length > 1) rate["alsoSeen"] = days.slice(0, -1);
  else delete rate["alsoSeen"];
}

/** @param {Rate} rate @param {readonly Rate[]} proofs */
function proofsOf(rate, proofs) {
  if (proofs.length > 0) rate["evidence"] = proofs;
  else delete rate["evidence"];
}

/** What a copy that was rounded to five places may differ by; the amount as printed replaces it. */
const rounding = 0.000006;

/** @param {Rate} rate @param {Sighting} sighting */
function same(rate, { amount }) {
  return Math.abs(Number(rate["amount"]) - Number(amount)) < rounding;
}

/** The days on which a rate was seen, oldest first. @param {Rate} rate @returns {string[]} */
function daysOf(rate) {
  return inOrder([...(rate["alsoSeen"] ?? []), rate["seen"]]);
}

/** @param {readonly string[]} days @returns {string[]} */
function inOrder(days) {
  return [...new Set(days)].toSorted((a, b) => (a < b ? -1 : 1));
}

/** A price that was seen once more: its days, and the first and last copy. @param {Rate} rate @param {Omit<Sighting, "source">} sighting */
export function seeAgain(rate, { day, amount, evidence, confidence }) {
  // Somebody's table is no sighting of a price that stands on the provider's own page.
  if (rate["confidence"] === "primary" && confidence === "secondary") {
    if (rate["evidence"] === undefined) prove(rate, evidence);
    return;
  }
  seenOn(rate, { day, amount, evidence });
}

/** @param {Rate} rate @param {Pick<Sighting, "day" | "amount" | "evidence">} sighting */
function seenOn(rate, { day, amount, evidence }) {
  if (Number(rate["amount"]) !== Number(amount)) rate["amount"] = amount;
  if (rate["seenKind"] !== "read") see(rate, inOrder([...daysOf(rate), day]));
  prove(rate, evidence);
}

/** @param {Rate} rate @param {Sighting} sighting */
function seeEarlier(rate, sighting) {
  if (rate["seenKind"] === "read") {
    // A copy without a day was seen when somebody read it; a dated one says when the price stood.
    delete rate["seenKind"];
    rate["seen"] = sighting.day;
  }
  rate["from"] = sighting.day;
  rate["fromKind"] = "copy";
  // Whoever keeps it, the copy that moves the first day is its proof.
  seenOn(rate, sighting);
}

/**
 * The first and the last copy of a price prove it; those between are days.
 *
 * @param {Rate} rate @param {Record<string, any>} evidence
 */
function prove(rate, evidence) {
  const all = [...(rate["evidence"] ?? []), evidence].toSorted((a, b) => ((a.day ?? "") < (b.day ?? "") ? -1 : 1));
  const [first] = all;
  const last = all.at(-1);
  rate["evidence"] = first === last || first?.["copy"] === last?.["copy"] ? [first] : [first, last];
}

/** @param {Sighting} sighting @param {Rate} what @returns {Rate} */
function rateOf({ day, amount, source, confidence, evidence }, what) {
  const { per, ...rest } = what;
  return {
    ...rest,
    amount,
    currency: "USD",
    ...(per && { per }),
    from: day,
    fromKind: "copy",
    source,
    seen: day,
    confidence,
    evidence: [evidence],
  };
}

/** @param {Rate} a @param {Rate} b */
function byDay(a, b) {
  return a["from"] < b["from"] ? -1 : a["from"] > b["from"] ? 1 : 0;
}
