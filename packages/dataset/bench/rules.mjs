// @ts-check
import { countRule, countRules } from "../dist/index.js";
import { Engine } from "../dist/tokens/engine.js";
import { loadVocabulary } from "../dist/tokens/vocabularies.js";

/** The rules of some names; if `engine` is `plain`, over what counts where there is no WebAssembly. @param {readonly string[]} names @param {string} engine */
export async function rulesOf(names, engine) {
  if (engine !== "plain") {
    const rules = await countRules(names);
    if (!rules.ok) throw new Error(rules.problem.kind);
    return rules.value;
  }
  const made = [];
  for (const name of names) {
    const vocabulary = name.replace("plain/", "");
    const loaded = await loadVocabulary(vocabulary);
    if (!loaded.ok) throw new Error(loaded.problem.kind);
    const rule = countRule("plain", new Engine(vocabulary, loaded.value));
    if (!rule.ok) throw new Error(rule.problem.kind);
    made.push(rule.value);
  }
  return made;
}
