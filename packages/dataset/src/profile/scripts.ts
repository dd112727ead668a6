import { kindOfUnit, writingSystems } from "../tokens/writingSystems.ts";

/** Units looked at of a text, and from one to the next at least and at most: a long text is looked at more often. */
const looks = 8;
const [leastStep, mostStep] = [16, 1024];

/**
 * Characters by writing system, from a few of each text. A unit that is looked at stands for all up to the next one; which
 * are looked at depends on the text alone, so that the parts of a file add up to the whole.
 */
export class ScriptFold {
  readonly #counts: Float64Array = new Float64Array(writingSystems.length);

  add(text: string): void {
    const { length } = text;
    const step = Math.min(mostStep, Math.max(leastStep, Math.ceil(length / looks)));
    for (let at = step >> 1; at < length; at += step) {
      const kind = kindOfUnit[text.charCodeAt(at)] as number;
      this.#counts[kind] = (this.#counts[kind] as number) + step;
    }
  }

  /** Adds characters of each kind that were looked at elsewhere. */
  addKinds(kinds: ArrayLike<number>): void {
    for (let i = 0; i < writingSystems.length; i += 1)
      this.#counts[i] = (this.#counts[i] as number) + (kinds[i] as number);
  }

  result(): Record<string, number> {
    const met = writingSystems.map((kind, i) => [kind, this.#counts[i] as number] as const);
    return Object.fromEntries(met.filter(([kind, characters]) => kind !== "none" && characters > 0));
  }
}
