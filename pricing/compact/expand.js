// @ts-check
/**
 * The price book as it is shipped: every repeated object once. `encode.mjs` writes it, `expand` reads it back.
 *
 * @typedef {object} Compact
 * @property {string} version Newest `checked` day of the files.
 * @property {string} sha256
 * @property {readonly object[]} rates What a provider's rate is beside amount and origin: `{kind, method?, currency, per}`.
 * @property {readonly object[]} machines What a cloud's rate is beside amount and origin: `{id, gpu, gpus, term, currency}`.
 * @property {readonly object[]} origins `{from, fromKind, source, seen, confidence}`.
 * @property {readonly unknown[]} shared Objects that stand in several places; a text with their index in base 36 stands for them.
 * @property {readonly Record<string, unknown>[]} providers
 * @property {readonly Record<string, unknown>[]} clouds
 */

const base = 36;

/**
 * The whole book. A list of rates is a text of `what:amount:origin` parts, indices in base 36; an origin that is left
 * out is the one before.
 *
 * @param {Compact} book
 * @returns {{ schemaVersion: 1, version: string, sha256: string, providers: object[], clouds: object[] }}
 */
export function expand({ version, sha256, rates, machines, origins, shared, providers, clouds }) {
  /** @param {readonly object[]} kinds @param {string} text */
  const list = (kinds, text) => {
    let origin = {};
    return text.split(" ").map((part) => {
      const [what = "", amount = "", from = ""] = part.split(":");
      if (from !== "") origin = origins[parseInt(from, base)] ?? {};
      return { ...kinds[parseInt(what, base)], amount, ...origin };
    });
  };
  /** @param {readonly object[]} kinds @param {unknown} value @param {string} [key] @returns {unknown} */
  const open = (kinds, value, key) => {
    if (key === "rates" && typeof value === "string") return list(kinds, value);
    if (typeof value === "string" && key !== undefined && sharedKeys.includes(key)) return open(kinds, shared[parseInt(value, base)]);
    if (Array.isArray(value)) return value.map((item) => open(kinds, item));
    if (value === null || typeof value !== "object") return value;
    return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, open(kinds, item, name)]));
  };
  /** @param {readonly object[]} kinds @param {readonly object[]} files */
  const files = (kinds, files) => files.map((file) => /** @type {object} */ (open(kinds, file)));
  return { schemaVersion: 1, version, sha256, providers: files(rates, providers), clouds: files(machines, clouds) };
}

/** Fields whose value may stand in `shared`. */
export const sharedKeys = ["offers", "limits", "epochs", "serving", "status", "unknown"];
