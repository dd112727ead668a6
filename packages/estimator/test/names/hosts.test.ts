import { readFileSync } from "node:fs";
import { prices } from "@tunecast/pricing/history";
import { describe, expect, it } from "vitest";
import { checkRules } from "../../../dataset/src/checks/providers.ts";
import { estimate, type Only } from "../../src/index.ts";

const count = (only: Only): number => {
  const job = { examples: 1000, tokensPerExample: 100 };
  const { offers, refused } = estimate({ asOf: "2026-11-24", prices, job, only });
  return offers.length + refused.length;
};

/** Names as these hosts write them, from memory: no page was read for them. */
const providers: Readonly<Record<string, readonly string[]>> = {
  LiteLLM: [
    "openai",
    "azure",
    "azure_ai",
    "vertex_ai",
    "gemini",
    "bedrock",
    "together_ai",
    "fireworks_ai",
    "nebius",
    "databricks",
    "snowflake",
    "dashscope",
  ],
  Portkey: [
    "openai",
    "azure-openai",
    "azure-foundry",
    "vertex-ai",
    "google",
    "bedrock",
    "together-ai",
    "fireworks-ai",
    "nebius",
    "databricks",
    "snowflake-cortex",
    "dashscope",
  ],
  "models.dev": [
    "openai",
    "azure",
    "google-vertex",
    "google",
    "amazon-bedrock",
    "togetherai",
    "fireworks-ai",
    "nebius",
    "databricks",
    "alibaba",
    "alibaba-cn",
  ],
};
/** As the APIs of tuning write them, from memory: no page was read for them. */
const native = [
  "amazon.nova-micro-v1:0:128k",
  "amazon.nova-lite-v1:0:300k",
  "amazon.nova-pro-v1:0:300k",
  "us.amazon.nova-pro-v1:0",
  "anthropic.claude-3-haiku-20240307-v1:0:200k",
  "meta.llama3-1-8b-instruct-v1:0:128k",
  "meta.llama3-1-70b-instruct-v1:0:128k",
  "ft:gpt-4o-mini-2024-07-18",
  "gpt-4.1-nano-2025-04-14",
  "accounts/fireworks/models/qwen3-8b",
  "bedrock/amazon.nova-micro-v1:0",
];

interface Release {
  readonly names: readonly string[];
  readonly at?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly [list: string]: unknown;
}
/** A repository of the hub may be that of a base, which the book has not: it is printed and not held. */
const lists = ["liteLLM", "modelsDev", "openRouter", "huggingFace"];
const { releases } = JSON.parse(
  readFileSync(new URL("../../../../pricing/releases.json", import.meta.url), "utf8"),
) as { readonly releases: readonly Release[] };

describe("names of hosts", () => {
  it.each(Object.entries(providers))(
    "%s: each provider is one of the book, for estimates and for checks",
    (_host, names) => {
      expect(names.filter((name) => count({ providers: [name] }) === 0)).toEqual([]);
      const unchecked = ["nebius", "databricks", "snowflake", "snowflake-cortex", "dashscope", "alibaba", "alibaba-cn"];
      expect(names.filter((name) => !unchecked.includes(name) && checkRules(name) === undefined)).toEqual([]);
    },
  );

  it.each(native)("%s is a model of the book", (name) => {
    expect(count({ models: [name] })).toBeGreaterThan(0);
  });

  it.each([
    ["tinker/Qwen/Qwen3-8B", ["tinker"]],
    ["openai/gpt-oss-20b", ["azure", "nebius", "tinker", "together"]],
  ])("%s is of %j alone", (name, sellers) => {
    const job = { examples: 1000, tokensPerExample: 100 };
    const { offers } = estimate({ asOf: "2026-11-24", prices, job, only: { models: [name] } });
    expect([...new Set(offers.map(({ provider }) => provider))].sort()).toEqual(sellers);
  });

  it("finds at least 95 % of the ids in each published list", () => {
    for (const list of lists) {
      const ids = new Set(
        releases.flatMap((release) =>
          [release, ...Object.values(release.at ?? {})].map((one) => (one as Release)[list]),
        ),
      );
      const named = [...ids].filter((id): id is string => typeof id === "string");
      const lost = named.filter((name) => count({ models: [name] }) === 0);
      const share = 1 - lost.length / named.length;
      console.log(
        `${list}: ${named.length - lost.length} of ${named.length} ids (${(100 * share).toFixed(1)} %)${lost.length > 0 ? `; not ${lost.slice(0, 8).join(", ")}` : ""}`,
      );
      expect(share, list).toBeGreaterThanOrEqual(list === "huggingFace" ? 0.9 : 0.95);
    }
  });
});
