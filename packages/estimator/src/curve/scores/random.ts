/** A stream of numbers from 0 to 1 that a seed fixes: the same draws on every machine. */
export type Random = () => number;

/** The stream of a seed. @source Steele, Lea, Flood (2014), https://doi.org/10.1145/2714064.2660195, with a 32-bit mix */
export function seeded(seed: number): Random {
  // Mixed before it counts on, so that the streams of neighbouring seeds are not one another's, a step apart.
  let state = mixed(Math.imul(Math.floor(seed) | 0, 0x2545_f491) ^ 0x5bd1_e995);
  return () => {
    state = (state + 0x9e37_79b9) | 0;
    return (mixed(state) >>> 0) * 2 ** -32;
  };
}

function mixed(bits: number): number {
  let out = bits ^ (bits >>> 16);
  out = Math.imul(out, 0x21f0_aaad);
  out ^= out >>> 15;
  out = Math.imul(out, 0x735a_2d97);
  return out ^ (out >>> 15);
}

/** The list in an order that the stream draws (Fisher and Yates). */
export function shuffled<T>(list: readonly T[], random: Random): T[] {
  const out = [...list];
  for (let last = out.length - 1; last > 0; last -= 1) {
    const other = Math.floor(random() * (last + 1));
    [out[last], out[other]] = [out[other] as T, out[last] as T];
  }
  return out;
}
