// @ts-check
/** @typedef {import("./rates.mjs").Path} Path */

/**
 * The line of a path in the text of a JSON file: the objects on the way are counted, one by one.
 *
 * @param {string} text
 */
export function placesIn(text) {
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
