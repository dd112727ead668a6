// @ts-check
/**
 * Where the checks of data files hold a number, a list or a shape that is not that of the price book.
 *
 * @typedef {import("@tunecast/estimator/prices").BookOffer} BookOffer
 * @typedef {import("@tunecast/estimator/prices").FileRules} FileRules
 * @typedef {(rules: FileRules) => any} Held what the checks work by
 */

const megabyte = 1024 ** 2;

/** What the book says of the files of an offer. @param {BookOffer} offer */
function told({ limits, dataRules, formats, model }) {
  return {
    least: limits.minExamples ?? 1,
    most: limits.maxExamples ?? Infinity,
    bytes: (limits.fileMegabytes ?? Infinity) * megabyte,
    context: limits.contextTokens ?? null,
    shapes: formats,
    endings: dataRules.endings,
    images: dataRules.maxImages ?? Infinity,
    blind: model.textOnly === true,
  };
}

/** The same as the checks have it. @param {any} held */
function kept(held) {
  return {
    least: held?.examples.least,
    most: held?.examples.most,
    bytes: held?.bytes.most,
    context: held?.cap?.tokens ?? null,
    shapes: held?.shapes,
    endings: held?.endings,
    images: held?.chat.media.images,
    blind: held?.blind,
  };
}

/**
 * @param {readonly BookOffer[]} offers @param {(offer: BookOffer) => FileRules | null} fileRulesOf @param {Held} rulesOf
 * @returns {{ readonly compared: number, readonly differences: readonly string[] }} one sentence for each offer that differs
 */
export function limitDifferences(offers, fileRulesOf, rulesOf) {
  const ruled = offers.flatMap((offer) => {
    const rules = fileRulesOf(offer);
    return rules === null ? [] : [{ offer, rules }];
  });
  const differences = ruled.flatMap(({ offer, rules }) => {
    const [book, check] = [told(offer), kept(rulesOf(rules))].map((one) => JSON.stringify(one));
    return book === check ? [] : [`${offer.id}: the book has ${book}, the check ${check}`];
  });
  return { compared: ruled.length, differences };
}
