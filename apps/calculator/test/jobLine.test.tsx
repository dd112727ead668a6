import { renderToString } from "preact-render-to-string";
import { expect, it } from "vitest";
import { Job } from "../src/view/Job.tsx";
import { calculatorAt } from "./calculatorAt.ts";

it.each([
  ["#v=1&examples=1&requests=1", "1 example, 1 request"],
  ["#v=1&examples=2&requests=250000", "2 examples, 250K requests"],
  ["#v=1&examples=&requests=", "? examples"],
])("the line of the job counts in words: %s", (fragment, line) => {
  expect(renderToString(<Job form={calculatorAt(fragment).form} />)).toContain(`<span>${line}</span>`);
});
