/** The names that share most pairs of letters with the word, none of them far behind the first. @param least 0.5 where all are shared */
export function nearestNames(word: string, known: readonly string[], most: number = 3, least: number = 0.12): string[] {
  const pairs = (text: string): Set<string> =>
    new Set(Array.from({ length: text.length - 1 }, (_, i) => text.slice(i, i + 2)));
  const wanted = pairs(word.toLowerCase());
  const score = (name: string): number =>
    [...pairs(name.toLowerCase())].filter((pair) => wanted.has(pair)).length / (name.length + word.length);
  return known
    .map((name) => ({ name, score: score(name) }))
    .sort((a, b) => b.score - a.score || (a.name < b.name ? -1 : 1))
    .filter((one, _, [best]) => one.score > Math.max(least, (best?.score ?? 0) / 2))
    .slice(0, most)
    .map(({ name }) => name);
}
