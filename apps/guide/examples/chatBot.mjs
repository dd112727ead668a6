// A chat bot: reads the question out of a sentence, lays the customer's discount and euro over the prices, and answers in words.
import { estimate } from "@tunecast/estimator";
import { moneyText } from "@tunecast/estimator/text";
import { prices } from "@tunecast/pricing";

const customer = {
  discounts: [{ provider: "together", percent: "10", source: "contract 88, appendix B" }],
  exchange: [{ from: "USD", to: "EUR", rate: "0.86", date: "2026-11-20", source: "ECB reference rate" }],
};

/** @param {string} sentence */
function reply(sentence) {
  const [, examples, tokens] = /([\d,]+) examples of (\d+) tokens/.exec(sentence) ?? [];
  const [, model] = / on ([\w./:-]+)/.exec(sentence) ?? [];
  if (!examples || !tokens || !model) return "How many examples, of how many tokens, on which model?";
  const answer = estimate({
    asOf: "2026-11-24",
    prices,
    ownPrices: customer,
    job: { examples: Number(examples.replaceAll(",", "")), tokensPerExample: Number(tokens) },
    only: { models: [model.toLowerCase()] },
  });
  if (answer.problem) return answer.problem.sentence;
  const [offer] = answer.offers;
  // A refusal is passed on as it is; no figure takes its place.
  if (offer === undefined) return answer.refused[0]?.sentence ?? answer.notices[0]?.sentence ?? "Nothing matches.";
  const { source, seen } = offer.lines[0].rate;
  const least = offer.complete ? "" : "at least ";
  return `${offer.modelName} at ${offer.providerName}: ${least}${moneyText(offer.training)} to train, by ${source}, seen ${seen}.`;
}

for (const sentence of [
  "What do 8,000 examples of 620 tokens cost on together/gpt-oss-20b:sft-lora?",
  "And 8,000 examples of 620 tokens on GPT-3.5-Turbo-0125?",
  "And 8,000 examples of 620 tokens on gpt-oss-2b?",
  "How much is it?",
])
  process.stdout.write(`> ${sentence}\n${reply(sentence)}\n`);
