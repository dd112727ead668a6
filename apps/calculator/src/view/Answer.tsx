import type { ComponentType, JSX } from "preact";
import type { Calculator } from "../state/calculator.ts";
import type { Door } from "../state/form.ts";
import { Decide } from "./decide/Decide.tsx";
import { LazyView } from "./LazyView.ts";
import { PartMissing } from "./PartMissing.tsx";

type View = ComponentType<{ calculator: Calculator }>;

/** The parts of the page that are loaded once somebody opens them. */
export const doorViews: Readonly<Record<Exclude<Door, "decide">, LazyView<View>>> = {
  offers: new LazyView(async () => (await import("./offers/Offers.tsx")).Offers),
  data: new LazyView(async () => (await import("./data/DataDoor.tsx")).DataDoor),
  take: new LazyView(async () => (await import("./take/TakeAlong.tsx")).TakeAlong),
};

export const cardView: LazyView<View> = new LazyView(async () => (await import("./take/Card.tsx")).Card);

export const older: LazyView<typeof import("@tunecast/pricing/history")> = new LazyView(
  () => import("@tunecast/pricing/history"),
);

export function Answer({ calculator, embedded }: { calculator: Calculator; embedded: boolean }): JSX.Element {
  const door = calculator.form.door.value;
  if (embedded) return <Loaded calculator={calculator} part={cardView} />;
  return (
    <>
      <PartMissing part={older} what="The prices of that day" />
      {door === "decide" ? (
        <Decide calculator={calculator} />
      ) : (
        <Loaded calculator={calculator} part={doorViews[door]} />
      )}
    </>
  );
}

function Loaded({ calculator, part }: { calculator: Calculator; part: LazyView<View> }): JSX.Element {
  const Part = part.view.value;
  if (Part === null && !part.failed.value) void part.load();
  return Part === null ? <PartMissing part={part} what="This part of the page" /> : <Part calculator={calculator} />;
}
