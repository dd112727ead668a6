import { countingRules } from "@tunecast/estimator/prices";
import { prices } from "@tunecast/pricing/history";
import { get_encoding } from "tiktoken";
import { expect, it } from "vitest";
import { countRules, profileBytes } from "../../src/index.ts";

const rows = [
  { prompt: "¿Cuál es la capital de España? ->", completion: " La capital de España es Madrid.\n" },
  { prompt: "def suma(a, b):\n    return", completion: " a + b\n\n\n" },
  { prompt: "Don't you'RE it's  two   spaces\n\n  x ->", completion: " 12345 ½ ٣ ok'll\n" },
];

it("counts a file of GPT-3's days as tiktoken's r50k_base does, which those jobs were billed by", async () => {
  const day = "2023-08-05";
  const names = countingRules(prices, { models: ["openai/davinci"] }, day);
  expect(names).toEqual(["plain/r50k_base"]);
  const rules = await countRules(names);
  if (!rules.ok) throw new Error(rules.problem.kind);
  const file = new Blob([rows.map((row) => JSON.stringify(row)).join("\n")]);
  const profile = await profileBytes(file.stream(), { rules: rules.value });
  if (!profile.ok) throw new Error(profile.problem.kind);
  const counts = profile.value.counts["plain/r50k_base"];
  const tokens = (counts?.tokens ?? []).reduce((sum, [length, times]) => sum + length * times, 0);
  const encoding = get_encoding("r50k_base");
  const wanted = rows.map(({ prompt, completion }) => [prompt, completion].map((text) => encoding.encode(text).length));
  expect(tokens).toBe(wanted.flat().reduce((sum, length) => sum + length, 0));
});
