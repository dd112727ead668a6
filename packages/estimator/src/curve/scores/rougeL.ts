/**
 * ROUGE-L as F1 of the longest common subsequence of words; words are runs of letters, marks and digits, in lower case.
 * Without stemming. 0 where either text has no word.
 *
 * @source Lin, ROUGE: A package for automatic evaluation of summaries (2004), https://aclanthology.org/W04-1013; words beyond ASCII count too
 */
export function rougeL(predicted: string, gold: string): number {
  const [a, b] = [wordsOf(predicted), wordsOf(gold)];
  const common = longestCommon(a, b);
  return common === 0 ? 0 : (2 * common) / (a.length + b.length);
}

function wordsOf(text: string): string[] {
  return text.toLowerCase().match(/[\p{L}\p{M}\p{N}]+/gu) ?? [];
}

/** Length of the longest common subsequence, row by row. */
function longestCommon(a: readonly string[], b: readonly string[]): number {
  const row = new Int32Array(b.length + 1);
  for (const word of a) {
    let diagonal = 0;
    for (let j = 1; j <= b.length; j += 1) {
      const above = row[j]!;
      row[j] = word === b[j - 1] ? diagonal + 1 : Math.max(above, row[j - 1]!);
      diagonal = above;
    }
  }
  return row[b.length]!;
}
