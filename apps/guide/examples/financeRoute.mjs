// A FinOps dashboard's route, as Hono, Next.js and Workers call it: a request in, priced rows or the reason out.
import { quote } from "@tunecast/estimator";
import { prices } from "@tunecast/pricing";

/** @param {Request} request */
export function GET(request) {
  const asked = new URL(request.url).searchParams;
  const offer = quote({
    asOf: asked.get("asOf") ?? "2026-11-24",
    prices,
    provider: asked.get("provider") ?? undefined,
    model: asked.get("model") ?? undefined,
    examples: Number(asked.get("examples")),
    tokensPerExample: Number(asked.get("tokens")),
  });
  // A refusal is an answer: the dashboard shows its kind, and no figure in its place.
  if (!offer.ok) return Response.json({ reason: offer.problem.kind }, { status: 422 });
  const { id, training, priceAge, trainingRange } = offer.value;
  return Response.json({ offer: id, training, range: trainingRange, priceAgeDays: priceAge });
}

for (const query of [
  "provider=bedrock&model=amazon.nova-micro-v1:0:128k&examples=8000&tokens=620",
  "provider=openai&model=gpt-4o-mini&examples=8000&tokens=620",
  "provider=vertex_ai&examples=many&tokens=620",
])
  process.stdout.write(`${query}\n  ${await GET(new Request(`https://finops.example/tuning?${query}`)).text()}\n`);
