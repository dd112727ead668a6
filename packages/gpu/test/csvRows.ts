/** Rows of a fixture whose cells hold no commas, by the names of its head. */
export function csvRows(text: string): Readonly<Record<string, string>>[] {
  const [head = "", ...lines] = text.trim().split("\n");
  const names = head.split(",");
  return lines.map((line) => Object.fromEntries(line.split(",").map((cell, at) => [names[at] ?? "", cell])));
}
