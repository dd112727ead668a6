// @ts-check
/** @typedef {import("./read.mjs").Reading} Reading */

/**
 * The AWS price list of Amazon Bedrock in one region: what customising a model costs. A product is known by its usage
 * type, `USW2-Llama3-3-70B-Customization-Training`; its price and first day stand under the terms.
 *
 * @source https://docs.aws.amazon.com/awsaccountbilling/latest/aboutv2/bulk-api-reading-price-list-files.html
 * @param {string} text
 * @returns {Reading[]}
 */
export function readAwsPriceList(text) {
  const { products = {}, terms = {} } = JSON.parse(text);
  return Object.entries(products).flatMap(([sku, product]) => {
    const usage = String(product?.attributes?.usagetype);
    const name = /^(?:[A-Z]{2,4}\d-)?(.+)-Customization-Training$/u.exec(usage)?.[1];
    if (name === undefined) return [];
    return Object.values(terms.OnDemand?.[sku] ?? {}).flatMap((/** @type {any} */ { effectiveDate, priceDimensions }) =>
      Object.values(priceDimensions ?? {}).flatMap((/** @type {any} */ { unit, pricePerUnit }) => {
        const printed = String(pricePerUnit?.USD);
        const from = /^\d{4}-\d{2}-\d{2}/u.exec(String(effectiveDate))?.[0];
        if (!/^\d+(?:\.\d+)?$/u.test(printed) || Number(printed) === 0 || !/^1K tokens$/iu.test(String(unit)))
          return [];
        const quote = `"usagetype":"${usage}", "unit":"${unit}", "USD":"${printed}"`;
        const amount = printed.includes(".") ? printed.replace(/\.?0+$/u, "") : printed;
        const reading = { name: bedrockName(name), kind: "training", per: "1K tokens", amount, quote };
        return [from === undefined ? reading : { ...reading, from }];
      }),
    );
  });
}

/**
 * A model's name without what the price list and the file write apart: `Llama3-3-70B` and `llama-3.3-70b-instruct` are both
 * `llama3370b`.
 *
 * @param {string} name
 */
export function bedrockName(name) {
  return name
    .toLowerCase()
    .replace(/-instruct$/u, "")
    .replaceAll(/[^a-z0-9]/gu, "");
}
