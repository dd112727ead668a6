// @ts-check
import { countRules } from "../dist/index.js";

/** The rules of some names; if `engine` is `plain`, over what counts where there is no WebAssembly. @param {readonly string[]} names @param {string} engine */
export async function rulesOf(names, engine) {
  const { WebAssembly: native } = globalThis;
  if (engine === "plain") Reflect.deleteProperty(globalThis, "WebAssembly");
  const rules = await countRules(names);
  globalThis.WebAssembly = native;
  if (!rules.ok) throw new Error(rules.problem.kind);
  return rules.value;
}
