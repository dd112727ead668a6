/** A repository whose weights are stored quantised, so that adapters stand on them. */
export function isQuantisedFile(model: string): boolean {
  return /[-_](gptq|awq|aqlm)\b/i.test(model);
}
