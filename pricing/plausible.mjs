// @ts-check
/**
 * What is wrong with the figures of the price files, or so unlikely that somebody has to say that he means it: in the
 * rate's `note`, by the word "checked". Each entry is `file:line path: what is wrong`, first useful word first.
 *
 * @param {readonly { path: string, content: Record<string, any>, text: string }[]} files
 * @param {string} today Newest day on which a file was checked.
 * @param {Engine} engine What the estimator knows.
 * @returns {string[]}
 */
export function implausible(files, today, engine) {
  return files.flatMap((file) => {
    const at = placesIn(file.text);
    const say = (/** @type {Found} */ { path, what }) => `pricing/${file.path}:${at(path)} ${path.join(".")}: ${what}`;
    return [
      ...wrongFields(file.content, engine),
      ...twice(file.content, file.path),
      ...unlikely(file.content, today, engine.isCountingRule),
    ].map(say);
  });
}

/** @typedef {(string | number)[]} Path */
/** @typedef {{ path: Path, what: string }} Found */
/** @typedef {Record<string, any>} Entry */
/** @typedef {{ isCountingRule: (counting: string) => boolean, pays: (per: string, kind: any) => boolean, rateKinds: readonly string[] }} Engine */

/** Fields of a rate, of a provider's and of a cloud's. */
const fields = new Set(
  "kind method variant service id gpu gpus region term amount currency per disputed from fromKind source seen seenKind alsoSeen confidence evidence conflicts note".split(
    " ",
  ),
);
const address = /^https?:\/\/[a-z0-9-]+(?:\.[a-z0-9-]+)+(?:[/?#]\S*)?$/iu;

/** What stands in two places, or under another's name. @param {Entry} file @param {string} path @returns {Found[]} */
function twice(file, path) {
  const name = path.replace(/^.*\//u, "").replace(".json", "");
  const own = file["provider"] ?? file["cloud"];
  /** @type {Found[]} */
  const found =
    own === name
      ? []
      : [{ path: [file["cloud"] === undefined ? "provider" : "cloud"], what: `"${own}" in the file of "${name}"` }];
  const ids = (file["models"] ?? []).map((/** @type {Entry} */ { id }) => id);
  ids.forEach((/** @type {string} */ id, /** @type {number} */ index) => {
    if (ids.indexOf(id) < index) found.push({ path: ["models", index, "id"], what: `"${id}" stands twice` });
  });
  for (const { path: place, rates } of rateLists(file)) {
    const keys = rates.map((rate) => `${keyOf(rate)}|${rate["from"]}`);
    keys.forEach((key, index) => {
      if (keys.indexOf(key) < index)
        found.push({ path: [...place, index, "from"], what: "two prices for one thing from one day" });
    });
    rates.forEach(({ seen }, index) => {
      if (seen > file["checked"])
        found.push({
          path: [...place, index, "seen"],
          what: `${seen} is after the day on which the file was checked (${file["checked"]})`,
        });
    });
  }
  return found;
}

/** Fields of the wrong kind, which JSON lets pass. @param {Entry} file @param {Engine} engine @returns {Found[]} */
function wrongFields(file, { pays, rateKinds }) {
  return rateLists(file).flatMap(({ path, rates }) =>
    rates.flatMap((rate, index) => {
      const here = [...path, index];
      /** @type {Found[]} */
      const found = [];
      for (const field of ["amount", "currency", "from", "source", "seen", "confidence"])
        if (typeof rate[field] !== "string")
          found.push({
            path: [...here, field],
            what:
              rate[field] === undefined
                ? "is missing"
                : `must be text such as "0.46", not ${JSON.stringify(rate[field])}`,
          });
      if (typeof rate["amount"] === "string" && !/^\d+(?:\.\d+)?$/u.test(rate["amount"]))
        found.push({
          path: [...here, "amount"],
          what: `must be a plain decimal such as "0.46", not "${rate["amount"]}"`,
        });
      for (const field of Object.keys(rate))
        if (!fields.has(field)) found.push({ path: [...here, field], what: `no field of a rate is called "${field}"` });
      if (typeof rate["source"] === "string" && !address.test(rate["source"]))
        found.push({
          path: [...here, "source"],
          what: `must be a public address, http(s)://…, not "${rate["source"]}"`,
        });
      if (rate["kind"] !== undefined && !rateKinds.includes(rate["kind"]))
        found.push({ path: [...here, "kind"], what: `"${rate["kind"]}" is none of ${rateKinds.join(", ")}` });
      else if (rate["kind"] !== undefined && !pays(rate["per"], rate["kind"]))
        found.push({ path: [...here, "per"], what: `${rate["kind"]} is not paid per "${rate["per"]}"` });
      return found;
    }),
  );
}

/** @param {Entry} file @param {string} today @param {(counting: string) => boolean} isCountingRule @returns {Found[]} */
function unlikely(file, today, isCountingRule) {
  const lists = rateLists(file);
  return [
    ...lists.flatMap(({ path, rates }) => jumps(path, rates)),
    ...lists.flatMap(({ path, rates }) => tunedBelowBase(path, rates)),
    ...lists.flatMap(({ path, rates }) => future(path, rates, today)),
    ...besideTiers(file),
    ...(file["cloud"] === undefined ? [] : inversions(file["rates"])),
    ...(file["models"] ?? []).flatMap((/** @type {Entry} */ { counting }, /** @type {number} */ index) =>
      typeof counting !== "string" || counting.startsWith("estimate/") || isCountingRule(counting)
        ? []
        : [
            {
              path: ["models", index, "counting"],
              what: `${counting} is no counting rule; where no tokenizer is public: estimate/NAME`,
            },
          ],
    ),
  ];
}

/** Every list of rates of a file. @param {Entry} file @returns {{ path: Path, rates: Entry[] }[]} */
function rateLists(file) {
  const of = (/** @type {string} */ name) =>
    (file[name] ?? []).map((/** @type {Entry} */ { rates = [] }, /** @type {number} */ index) => ({
      path: [name, index, "rates"],
      rates,
    }));
  return [{ path: ["rates"], rates: file["rates"] ?? [] }, ...of("tiers"), ...of("models")];
}

const keyOf = (/** @type {Entry} */ rate) =>
  ["kind", "method", "variant", "service", "per", "currency", "id", "gpu", "gpus", "region", "term"]
    .map((field) => rate[field])
    .join("|");

const meant = (/** @type {Entry} */ { note }) => typeof note === "string" && /\bchecked\b/iu.test(note);

/** A price ten times its last, or a tenth of it. @param {Path} path @param {readonly Entry[]} rates @returns {Found[]} */
function jumps(path, rates) {
  return rates.flatMap((rate, index) => {
    const before = rates
      .filter((one) => keyOf(one) === keyOf(rate) && one["from"] < rate["from"])
      .toSorted((a, b) => (a["from"] < b["from"] ? 1 : -1))[0];
    return before === undefined || meant(rate) || !farOff(rate["amount"], before["amount"])
      ? []
      : [
          {
            path: [...path, index, "amount"],
            what: `${rate["amount"]} is ten times or a tenth of ${before["amount"]} (${before["from"]})`,
          },
        ];
  });
}

function farOff(/** @type {string} */ amount, /** @type {string | number} */ other) {
  const ratio = Number(amount) / Number(other);
  return Number.isFinite(ratio) && ratio > 0 && (ratio >= 10 || ratio <= 0.1);
}

/** A tuned model that answers for less than the base. @param {Path} path @param {readonly Entry[]} rates @returns {Found[]} */
function tunedBelowBase(path, rates) {
  return rates.flatMap((rate, index) => {
    const base = rates
      .filter((one) => keyOf(one) === keyOf({ ...rate, kind: `base_${rate["kind"]}` }) && one["from"] <= rate["from"])
      .toSorted((a, b) => (a["from"] < b["from"] ? 1 : -1))[0];
    return base === undefined || meant(rate) || Number(rate["amount"]) >= Number(base["amount"])
      ? []
      : [
          {
            path: [...path, index, "amount"],
            what: `${rate["amount"]} for the tuned model is less than ${base["amount"]} for the base`,
          },
        ];
  });
}

/** A first day that has not come, of a copy that was seen. @param {Path} path @param {readonly Entry[]} rates @param {string} today @returns {Found[]} */
function future(path, rates, today) {
  return rates.flatMap(({ from, fromKind }, index) =>
    from > today && fromKind !== "stated"
      ? [
          {
            path: [...path, index, "from"],
            what: `${from} has not come: only a day that the source states can lie ahead`,
          },
        ]
      : [],
  );
}

/** A model's own training price far from that of its size at the same provider. @param {Entry} file @returns {Found[]} */
function besideTiers(file) {
  const standard = (/** @type {Entry} */ rate) => rate["kind"] === "training" && rate["per"]?.endsWith("tokens");
  const perMillion = (/** @type {Entry} */ rate) => Number(rate["amount"]) * (rate["per"] === "1K tokens" ? 1000 : 1);
  const own = (file["models"] ?? []).flatMap(
    (/** @type {Entry} */ { rates = [], parameters }, /** @type {number} */ model) =>
      rates.flatMap((/** @type {Entry} */ rate, /** @type {number} */ index) =>
        standard(rate) && Number(rate["amount"]) > 0
          ? [{ rate, size: Number(parameters), path: ["models", model, "rates", index, "amount"] }]
          : [],
      ),
  );
  const median = (/** @type {number[]} */ values) =>
    values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
  return own.flatMap((/** @type {any} */ { rate, size, path }) => {
    const peers = own.filter(
      (/** @type {any} */ other) =>
        other.rate !== rate &&
        other.rate.currency === rate.currency &&
        other.size >= size / 2 &&
        other.size <= size * 2,
    );
    if (peers.length < 3 || meant(rate)) return [];
    const middle = median(peers.map((/** @type {any} */ peer) => perMillion(peer.rate)));
    const ratio = perMillion(rate) / middle;
    return ratio >= 30 || ratio <= 1 / 30
      ? [
          {
            path,
            what: `${rate["amount"]} per ${rate["per"]} is far from ${middle} per 1M, the median of its size here`,
          },
        ]
      : [];
  });
}

/** The order of cards of one maker, the smaller first. */
const larger = [
  ["h100", "h200"],
  ["h200", "b200"],
  ["b200", "b300"],
  ["a100-40", "a100-80"],
];

/** A card that costs less than a smaller one of the same cloud on the newest day. @param {readonly Entry[]} rates @returns {Found[]} */
function inversions(rates) {
  const newest = rates.filter(
    (rate) =>
      rate["term"] === "on_demand" && !rates.some((one) => keyOf(one) === keyOf(rate) && one["from"] > rate["from"]),
  );
  return larger.flatMap(([small = "", large = ""]) =>
    newest.flatMap((rate) => {
      if (!String(rate["gpu"]).startsWith(large) || meant(rate)) return [];
      const each = Number(rate["amount"]) / rate["gpus"];
      const dearer = newest.find(
        (one) =>
          String(one["gpu"]).startsWith(small) &&
          one["gpus"] === rate["gpus"] &&
          one["region"] === rate["region"] &&
          Number(one["amount"]) / one["gpus"] > each * 1.02,
      );
      return dearer === undefined
        ? []
        : [
            {
              path: ["rates", rates.indexOf(rate), "amount"],
              what: `a ${rate["gpu"]} at ${each} an hour costs less than a ${dearer["gpu"]} at ${Number(dearer["amount"]) / dearer["gpus"]} (${dearer["from"]})`,
            },
          ];
    }),
  );
}

/**
 * The line of a path in the text of a JSON file: the objects on the way are counted, one by one.
 *
 * @param {string} text
 */
function placesIn(text) {
  return (/** @type {Path} */ path) => {
    let at = 0;
    for (const step of path) {
      const next = typeof step === "number" ? elementAt(text, at, step) : fieldAt(text, at, step);
      if (next < 0) break;
      at = next;
    }
    return text.slice(0, at).split("\n").length;
  };
}

/** Where the value of a field begins, in the object that begins at or after `at`. @param {string} text @param {number} at @param {string} field */
function fieldAt(text, at, field) {
  let depth = 0;
  for (const { token, index } of tokens(text, at)) {
    if (token === "{" || token === "[") depth += 1;
    else if (token === "}" || token === "]") depth -= 1;
    else if (depth === 1 && token === `"${field}"`) return text.indexOf(":", index) + 1;
    if (depth === 0) return -1;
  }
  return -1;
}

/** Where an element begins, in the array that begins at or after `at`. @param {string} text @param {number} at @param {number} wanted */
function elementAt(text, at, wanted) {
  let depth = 0;
  let count = 0;
  for (const { token, index } of tokens(text, at)) {
    if (depth === 1 && count === wanted && token !== "," && token !== "]") return index;
    if (token === "{" || token === "[") depth += 1;
    else if (token === "}" || token === "]") depth -= 1;
    else if (token === "," && depth === 1) count += 1;
    if (depth === 0) return -1;
  }
  return -1;
}

/** @param {string} text @param {number} at */
function* tokens(text, at) {
  const pattern = /"(?:[^"\\]|\\.)*"|[{}[\],]|[^\s"{}[\],:]+/gu;
  pattern.lastIndex = at;
  for (let match = pattern.exec(text); match !== null; match = pattern.exec(text))
    yield { token: match[0], index: match.index };
}
