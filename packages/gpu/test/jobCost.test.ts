import { describe, expect, it } from "vitest";
import { decimal } from "../../estimator/src/money.ts";
import { answer, base, rowsOnCards } from "./asked.ts";
import { book, rate } from "./book.ts";

describe("the cost of a job", () => {
  it("adds up to the total, exactly", () => {
    for (const { lines, total } of answer().cost?.offers ?? []) {
      const added = lines.reduce((sum, { amount }) => sum.plus(amount), decimal(0));
      expect(added.toFixed()).toBe(decimal(total.amount).toFixed());
      for (const line of lines)
        expect(decimal(line.quantity).times(line.rate.amount).toFixed()).toBe(decimal(line.amount).toFixed());
    }
  });

  it("pays for the whole machine, by the hour where the cloud does", () => {
    const hourly = { ...book, rates: [rate("hourly", "h100-sxm-80", 8, "24.00", { billedPer: "hour" })] };
    const offer = answer({}, hourly).cost?.cheapest;
    expect(offer?.gpus).toBe(8);
    const units = decimal(offer?.total.amount ?? "0").dividedBy(24);
    expect(units.equals(units.floor())).toBe(true);
    expect(offer?.lines.at(-1)?.kind).toBe("rounding");
  });

  it("allows for interruptions of spot machines, failed runs and tuning rounds", () => {
    const spot = { ...book, rates: [rate("spot", "h100-sxm-80", 1, "1.00", { term: "spot" })] };
    const labels = answer({ tuningRounds: 2 }, spot).cost?.cheapest?.lines.map(({ label }) => label);
    expect(labels).toEqual([
      "Training with evaluation and checkpoints",
      "Set-up: machine and weights",
      "Failed runs: the share that fails half-way",
      "Tuning rounds",
      "Interruptions of spot machines: judged, 2 to 35 % of the hours in the range",
    ]);
  });

  it("judges how much work of spot machines is lost, and widens the range of their price by it", () => {
    const priced = (term: "on_demand" | "spot"): { low: number; typical: number; high: number } => {
      const offer = answer({}, { ...book, rates: [rate(term, "h100-sxm-80", 1, "1.00", { term })] }).cost?.cheapest;
      const [low, typical, high] = [offer?.range.low, offer?.total.amount, offer?.range.high].map(Number);
      return { low: low ?? 0, typical: typical ?? 0, high: high ?? 0 };
    };
    const [firm, spot] = [priced("on_demand"), priced("spot")];
    expect(spot.low - firm.low).toBeGreaterThan(0);
    expect(spot.high / spot.typical).toBeGreaterThan(1.15 * (firm.high / firm.typical));
    expect(spot.low / spot.typical).toBeLessThan(firm.low / firm.typical);
  });

  it("gives the market of a card as decimal text, without the residue of a division", () => {
    const clouds = ["25.6", "20.8", "31.2"].map((amount, n) =>
      rate(`cloud-${n}`, "h100-sxm-80", 8, amount, { cloud: `cloud-${n}` }),
    );
    const market = answer({ gpu: "h100-sxm-80" }, { ...book, rates: clouds }).cost?.market;
    expect([market?.low, market?.median, market?.high]).toEqual(["2.72", "3.2", "3.76"]);
  });

  it("writes owned cards off over their working hours and adds power", () => {
    const owned = {
      gpu: "rtx-4090-24",
      gpus: 1,
      price: "1753.2",
      lifeYears: 4,
      utilisation: 0.5,
      kwhPrice: "0.30",
      watts: 500,
    };
    // 1753.2 / (4 × 8766 × 0.5) = 0.10 an hour, and half a kilowatt at 0.30.
    expect(answer({ owned }).cost?.owned?.perCardHour).toEqual({ amount: "0.25", currency: "USD" });
  });

  it("leaves out prices of cards that nobody knows, and says so", () => {
    const odd = { ...book, rates: [...(book.rates ?? []), rate("odd", "quantum-9000", 1, "0.01")] };
    expect(answer({}, odd).assumptions.find(({ kind }) => kind === "unknown_cards")?.sentence).toContain(
      "quantum-9000",
    );
  });

  it("makes one row per kind and number of cards for the table of services", () => {
    const rows = rowsOnCards(base, book);
    expect(rows.ok && rows.value.map(({ id }) => id)).toEqual([
      "self-hosted/llama-3.1-8b:qlora@rtx-4090-24",
      "self-hosted/llama-3.1-8b:qlora@h100-sxm-80",
      "self-hosted/llama-3.1-8b:qlora@h100-sxm-80x8",
    ]);
  });
});
