import type { BookOffer } from "./offers.ts";

/** Works something out once an offer: it lives as long as the offers of the book that was opened. */
export function once<T>(make: (offer: BookOffer) => T): (offer: BookOffer) => T {
  const made = new WeakMap<BookOffer, { readonly value: T }>();
  return (offer) => {
    const known = made.get(offer);
    if (known !== undefined) return known.value;
    const value = make(offer);
    made.set(offer, { value });
    return value;
  };
}

/** Works something out once an offer and day; the last day asked for is kept. */
export function onceADay<T>(make: (offer: BookOffer, day: string) => T): (offer: BookOffer, day: string) => T {
  const made = new WeakMap<BookOffer, { readonly day: string; readonly value: T }>();
  return (offer, day) => {
    const known = made.get(offer);
    if (known?.day === day) return known.value;
    const value = make(offer, day);
    made.set(offer, { day, value });
    return value;
  };
}
