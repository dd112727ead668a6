import { expect, it } from "vitest";
import { screenOf } from "../src/show/terminal.ts";

const tty = (columns: number): { isTTY: boolean; columns: number } => ({ isTTY: true, columns });

it.each([
  ["a terminal of 120", tty(120), {}, { columns: 120, rows: 24, colour: true }],
  ["one that does not know its width", tty(0), {}, { columns: 80, rows: 24, colour: true }],
  ["one whose width the shell knows", tty(0), { COLUMNS: "132" }, { columns: 132, rows: 24, colour: true }],
  ["one without colours", tty(100), { NO_COLOR: "1" }, { columns: 100, rows: 24, colour: false }],
  ["a dumb one", tty(100), { TERM: "dumb" }, { columns: 100, rows: 24, colour: false }],
  ["a high terminal", { ...tty(90), rows: 50 }, {}, { columns: 90, rows: 50, colour: true }],
  ["a pipe", { isTTY: false, columns: 0 }, { COLUMNS: "132" }, { columns: undefined, colour: false }],
])("knows the screen of %s", (_, stdout, env, screen) => {
  expect(screenOf(stdout, env)).toEqual(screen);
});
