import table from "./aliases.json" with { type: "json" };

/** What else a provider is called, by its id in the book: by LiteLLM, Portkey, Langfuse, models.dev, OpenRouter, Vercel's and its own SDK. */
const ids: ReadonlyMap<string, string> = /* @__PURE__ */ new Map(
  Object.entries(table).flatMap(([id, names]) => names.map((name) => [name, id] as const)),
);

/** The id of the provider that a word may mean; the word itself where it is no other name of one. */
export function providerNamed(word: string): string {
  return ids.get(word.toLowerCase().replaceAll(/[\s_]+/gu, "-")) ?? word;
}

/**
 * The model in a name as hosts write it: without path, `ft:`, region (`us.amazon.…`), maker, Bedrock's endings (`:0:128k`) and those of a
 * host's own copy (`-instruct-turbo`), with points where the host writes none (`qwen2p5`).
 */
export function modelOfHost(name: string): string {
  return (name.replace(/^ft:/u, "").split("/").at(-1) ?? "")
    .replace(/^(?:us|eu|apac|jp|au|global)\.(?=[a-z]+\.)/u, "")
    .replace(/:\d+k$/u, "")
    .replace(/(?:-v\d+)?:\d+$/u, "")
    .replace(/^(?:amazon|anthropic|meta|mistral|cohere|ai21|openai|qwen|google|deepseek|nvidia)\.(?=[a-z])/u, "")
    .replace(/^(nova-.*)-v\d+$/u, "$1")
    .replace(/@(?=\d)/u, "-")
    .replace(/(-instruct)-turbo$|-maas$/iu, "$1")
    .replace(/^llama(?=\d)/u, "llama-")
    .replaceAll(/(\d)[-p](?=\d(?:-|b-))/gu, "$1.")
    .replace(/^(claude-.*)-20\d{6}$/u, "$1");
}
