/** Works something out once an object, such as an offer of an opened book: it lives as long as that does. */
export function once<K extends object, T>(make: (key: K) => T): (key: K) => T {
  const made = new WeakMap<K, { readonly value: T }>();
  return (key) => {
    const known = made.get(key);
    if (known !== undefined) return known.value;
    const value = make(key);
    made.set(key, { value });
    return value;
  };
}

/** Works something out once for all arguments of one name. */
export function onceBy<A extends readonly unknown[], T>(
  nameOf: (...given: A) => string | number,
  make: (...given: A) => T,
): (...given: A) => T {
  const made = new Map<string | number, T>();
  return (...given) => {
    const name = nameOf(...given);
    const known = made.get(name);
    if (known !== undefined) return known;
    const value = make(...given);
    made.set(name, value);
    return value;
  };
}

/** Works something out once an object and day; the last day asked for is kept. */
export function onceADay<K extends object, T>(make: (key: K, day: string) => T): (key: K, day: string) => T {
  const made = new WeakMap<K, { readonly day: string; readonly value: T }>();
  return (key, day) => {
    const last = made.get(key);
    if (last?.day === day) return last.value;
    const value = make(key, day);
    made.set(key, { day, value });
    return value;
  };
}
