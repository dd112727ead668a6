import { verdictWords } from "@tunecast/estimator/text";
import { decodeSaid, shownFigures } from "../src/question/saidLink.ts";

/* Put behind the verdict by build/prerender.ts: a link that carries its answer shows it before any other script is there. */
const { dataset } = document.documentElement;
const nice = (text: string): string => text.replaceAll("'", "’");
const answer = document.getElementById("answer");
const carried = decodeSaid(new URLSearchParams(location.hash.slice(1)).get("said"));
const said = answer === null || /[#&]door=/.test(location.hash) ? null : carried;

function put(selector: string, text: string): void {
  const place = answer?.querySelector(selector);
  if (place) place.textContent = text;
}

if (said !== null) {
  const { head, sentence } = verdictWords(said.verdict);
  put(".verdict strong", nice(head));
  const place = answer?.querySelector(".verdict > span");
  place?.replaceChildren(
    ...sentence.map(({ text, strong }) => {
      const piece = document.createElement(strong === true ? "b" : "span");
      piece.textContent = nice(text);
      return piece;
    }),
  );
  dataset["said"] = "verdict";
}

/** Called behind the figures: those of the build stand there, hidden. */
export function figures(): void {
  if (said === null) return;
  put(".under", said.name === "" ? "" : `With ${said.name}.`);
  for (const [index, id] of shownFigures.entries()) put(`#figure-${id} b`, said.figures[index] ?? "");
  dataset["said"] = "whole";
}
