import type { CheckReport } from "@tunecast/dataset";
import { renderToString } from "preact-render-to-string";
import { expect, it, vi } from "vitest";
import type { Calculator } from "../src/state/calculator.ts";
import { TakeAlong } from "../src/view/take/TakeAlong.tsx";
import { answered } from "./calculatorAt.ts";

// The card asks whether it stands in a frame.
vi.stubGlobal("document", { documentElement: { dataset: {} } });

/** The files that the door would save at this moment. */
function savable(calculator: Calculator): readonly string[] {
  const html = renderToString(<TakeAlong calculator={calculator} />);
  return ["CSV", "JSON", "FOCUS"].filter((kind) => html.includes(`<button type="button">${kind}</button>`));
}

it("holds back the bill alone while verdicts on a file arrive", async () => {
  const { calculator } = await answered();
  expect(savable(calculator)).toEqual(["CSV", "JSON", "FOCUS"]);
  calculator.verdicts.isRunning.value = true;
  expect(savable(calculator)).toEqual(["CSV", "JSON"]);
  // The offer at the top is asked for anew.
  const id = calculator.choice.value.offer?.id ?? "";
  calculator.verdicts.reports.value = new Map([[id, {} as CheckReport]]);
  calculator.verdicts.isRunning.value = false;
  expect(savable(calculator)).toEqual(["CSV", "JSON"]);
});

it("holds back every file while a key is not answered", async () => {
  const { calculator } = await answered();
  calculator.form.type("examples", "1234");
  expect(savable(calculator)).toEqual([]);
});
