import { seeded, shuffled, type Random } from "@tunecast/estimator/pilots";

/** A family of rows that stay together, and the stratum of its first row. */
export interface FamilyRows {
  readonly rows: readonly number[];
  readonly stratum: string;
}

/**
 * The families in an order of which every beginning holds the strata in their proportions: each stratum is shuffled and
 * its rows are spread evenly from 0 to 1, then all are merged.
 */
export function stratifiedOrder(families: readonly FamilyRows[], random: Random): FamilyRows[] {
  const strata = grouped(families, ({ stratum }) => stratum);
  const placed = [...strata.values()].flatMap((own) => {
    const rows = own.reduce((sum, family) => sum + family.rows.length, 0);
    const start = random();
    let before = 0;
    return shuffled(own, random).map((family) => {
      const place = (before + start) / rows;
      before += family.rows.length;
      return { family, place };
    });
  });
  return placed.toSorted((a, b) => a.place - b.place).map(({ family }) => family);
}

/** The items by their key, in the order in which they come. */
export function grouped<K, T>(items: readonly T[], keyOf: (item: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const item of items) {
    const own = groups.get(keyOf(item));
    if (own === undefined) groups.set(keyOf(item), [item]);
    else own.push(item);
  }
  return groups;
}

/** A stream for one use of a seed, so that the test split does not depend on how many repeats there are. */
export function streamOf(seed: number, use: number): Random {
  return seeded(Math.imul(seed, 1000) + use);
}
