import { type Signal, signal } from "@preact/signals";
import { keep, recall } from "./reader.ts";

/** A question under a name. */
export interface Scenario {
  readonly name: string;
  /** The fragment of its address. */
  readonly address: string;
}

const key = "tunecast-scenarios";

/** Questions that the reader has given a name, kept in this browser. Part of the page's state. */
export class Scenarios {
  readonly list: Signal<readonly Scenario[]> = signal([]);

  /** Takes up those of earlier visits. */
  remember(): void {
    const kept: unknown = parsed(recall(key));
    this.list.value = Array.isArray(kept) ? kept.filter(isScenario) : [];
  }

  /** Keeps a question under a name, in place of one that bears it. @returns whether the browser keeps it for the next visit */
  add(name: string, address: string): boolean {
    return this.#put([...this.list.value.filter((one) => one.name !== name), { name, address }]);
  }

  remove(name: string): void {
    this.#put(this.list.value.filter((one) => one.name !== name));
  }

  #put(list: readonly Scenario[]): boolean {
    this.list.value = list;
    return keep(key, list.length === 0 ? null : JSON.stringify(list));
  }
}

function parsed(text: string | null): unknown {
  try {
    return text === null ? null : JSON.parse(text);
  } catch {
    return null;
  }
}

function isScenario(value: unknown): value is Scenario {
  const { name, address } = (value ?? {}) as Partial<Record<keyof Scenario, unknown>>;
  return typeof name === "string" && typeof address === "string" && address.startsWith("#v=1");
}
