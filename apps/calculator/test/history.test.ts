import { describe, expect, it } from "vitest";
import { calculatorAt } from "./calculatorAt.ts";

describe("a change", () => {
  it("is taken back and made again, step by step", () => {
    const { form, history } = calculatorAt();
    form.type("examples", "500");
    history.note(form.address.peek());
    form.type("examples", "900");
    history.undo();
    expect(form.inputs.value.examples).toBe(500);
    history.undo();
    expect(form.inputs.value.examples).toBe(8000);
    expect(history.canUndo.value).toBe(false);
    history.redo();
    history.redo();
    expect(form.inputs.value.examples).toBe(900);
    expect(history.canRedo.value).toBe(false);
    history.undo();
    form.type("epochs", "1");
    history.note(form.address.peek());
    expect(history.canRedo.value).toBe(false);
  });
});

describe("a scenario", () => {
  it("keeps the question under its name; the same name again takes its place", () => {
    const { form, scenarios } = calculatorAt("#v=1&examples=500");
    // There is no storage here: the page says so, and keeps it for the visit.
    expect(scenarios.add("small", form.address.peek())).toBe(false);
    form.type("examples", "600");
    scenarios.add("small", form.address.peek());
    scenarios.add("large", "#v=1&examples=90000");
    expect(scenarios.list.value).toEqual([
      { name: "small", address: "#v=1&examples=600" },
      { name: "large", address: "#v=1&examples=90000" },
    ]);
    scenarios.remove("small");
    expect(scenarios.list.value.map(({ name }) => name)).toEqual(["large"]);
  });
});
