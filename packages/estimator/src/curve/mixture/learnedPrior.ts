import table from "../data/learnedPrior.json" with { type: "json" };

/**
 * Learned prior of the cells that matter: family, number in its grid, and three logarithms in hundredths (base, for open
 * scales, per doubling of the gap's share; `prior.ts` says how they add up). Cells are numbered in the order of the
 * family's lists, the last one fastest; the ones that carry 99.8 % of the weight anywhere are kept.
 *
 * Chosen so that the targets of public learning curves (2, 4 and 8 times the largest of 2, 3, 4 and 6 pilots) are most
 * probable given the pilots, each group of curves weighing as the square root of their number (`npm run bench:curves -- --learn`
 * prints them anew, without chance), 2026-11-25:
 *
 * @source https://github.com/linhaowei1/Fine-tuning-Scaling-Law (Apache-2.0)
 * @source https://github.com/kjappelbaum/gptchem (MIT)
 * @source https://github.com/learning-curve-research/LCDB-1.1 (CC BY 4.0; Yan, Mohr, Viering, NeurIPS 2025)
 * @source https://github.com/google-research/google-research/tree/master/revisiting_neural_scaling_laws
 * @source https://github.com/huggingface/setfit (Apache-2.0)
 * @source https://github.com/TevenLeScao/pet (Apache-2.0)
 * @source https://github.com/MoritzLaurer/less-annotating-with-bert-nli (MIT)
 * @source https://github.com/uds-lsv/transfer-distant-transformer-african (figures only)
 * @source https://github.com/pruizf/d25-llm-stdir (figures only)
 * @source https://github.com/paul-rottger/efficient-low-resource-hate-detection (figures only)
 * @source https://github.com/haukelicht/group_mention_detection (CC0)
 * @source https://huggingface.co/DOOGLAK (figures of model cards only)
 */
export const LEARNED_CELLS: readonly (readonly number[])[] = table.cells;
