import { renderToString } from "preact-render-to-string";
import { expect, it } from "vitest";
import { Offers } from "../src/view/offers/Offers.tsx";
import { answered } from "./calculatorAt.ts";

it.each([
  ["", "2026-11-24", "Half of the"],
  ["#v=1&requests=", "2026-11-24", "Half of the"],
  ["#v=1", "2027-09-01", "Old prices: the newest here was last seen"],
])(
  "the heading of the offers is one amount and what it is for, and no more: %s on %s",
  async (fragment, day, under) => {
    const { calculator } = await answered(fragment, day);
    const html = renderToString(<Offers calculator={calculator} />);
    const [, amount = "", rest = "", below = ""] =
      /<h1 class="verdict"><strong>(.*?)<\/strong> <span>(.*?)<\/span><\/h1><p class="under">(.*?)<\/p>/u.exec(html) ??
      [];
    expect(amount).toMatch(/^From (?:at least )?\$[\d.,]+$/u);
    expect(rest.trim()).toMatch(/^to train(?: and use for 3 months)? \(.*\)\.$/u);
    expect(rest).not.toContain(". ");
    expect(below).toContain(under);
    expect(below).toContain("Cheaper says nothing about how well a model answers.");
  },
);

it("counts one request as one", async () => {
  const { calculator } = await answered("#v=1&requests=1");
  expect(renderToString(<Offers calculator={calculator} />)).toContain('<th scope="col">1 request</th>');
});
