import type { Offer } from "@tunecast/estimator";
import methods from "./methods.json" with { type: "json" };

const names: Readonly<Record<string, string>> = methods;

export function methodText(method: string): string {
  const [kind = method, how] = method.split("-");
  return [kind, how].flatMap((word) => (word === undefined ? [] : (names[word] ?? word))).join(", ");
}

/** `Amazon Nova Micro, AWS Bedrock, supervised`: an offer for people; unique, since the variant is part of it. */
export function offerName({ modelName, providerName, method, variant }: Offer): string {
  return [modelName, providerName, methodText(method), variant].filter((part) => part !== null).join(", ");
}
