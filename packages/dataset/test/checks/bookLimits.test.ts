import { bookOffers, fileRulesOf } from "@tunecast/estimator/prices";
import { prices } from "@tunecast/pricing/history";
import { expect, it } from "vitest";
import { providerRules } from "../../src/checks/providers.ts";

const megabyte = 1024 ** 2;

it("the checks work by the limits, shapes and endings that the price book has of each offer", () => {
  const compared = bookOffers(prices).flatMap((offer) => {
    const rules = fileRulesOf(offer);
    if (rules === null) return [];
    const { limits, dataRules, formats, model } = offer;
    const book = {
      least: limits.minExamples ?? 1,
      most: limits.maxExamples ?? Infinity,
      bytes: (limits.fileMegabytes ?? Infinity) * megabyte,
      context: limits.contextTokens ?? null,
      shapes: formats,
      endings: dataRules.endings,
      images: dataRules.maxImages ?? Infinity,
      blind: model.textOnly === true,
    };
    const held = providerRules(rules);
    const check = {
      least: held?.examples.least,
      most: held?.examples.most,
      bytes: held?.bytes.most,
      context: held?.cap?.tokens ?? null,
      shapes: held?.shapes,
      endings: held?.endings,
      images: held?.chat.media.images,
      blind: held?.blind,
    };
    return [{ id: offer.id, book, check }];
  });
  expect(compared.length).toBeGreaterThan(250);
  for (const { id, book, check } of compared) expect(check, id).toEqual(book);
});
