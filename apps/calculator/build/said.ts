import { verdictWords } from "@tunecast/estimator/text";
import { decodeSaid, shownFigures } from "../src/question/saidLink.ts";

/* Put behind the page by build/prerender.ts: a link that carries its answer shows it before any other script is there. */
const nice = (text: string): string => text.replaceAll("'", "’");
const said = decodeSaid(new URLSearchParams(location.hash.slice(1)).get("said"));
const answer = document.getElementById("answer");
if (said !== null && answer !== null && !/[#&]door=/.test(location.hash)) {
  const put = (selector: string, text: string): void => {
    const place = answer.querySelector(selector);
    if (place !== null) place.textContent = text;
  };
  const { head, sentence } = verdictWords(said.verdict);
  put(".verdict strong", nice(head));
  const place = answer.querySelector(".verdict > span");
  place?.replaceChildren(
    ...sentence.map(({ text, strong }) => {
      const piece = document.createElement(strong === true ? "b" : "span");
      piece.textContent = nice(text);
      return piece;
    }),
  );
  put(".under", said.name === "" ? "" : `With ${said.name}.`);
  for (const [index, id] of shownFigures.entries()) put(`#figure-${id} b`, said.figures[index] ?? "");
  document.documentElement.dataset["said"] = "";
}
