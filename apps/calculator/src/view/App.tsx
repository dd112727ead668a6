import type { JSX } from "preact";
import type { Calculator } from "../calculator.ts";
import { Answers } from "./Answers.tsx";
import { Fields } from "./Fields.tsx";
import { Header } from "./Header.tsx";
import { Later } from "./Later.ts";
import { Notices } from "./Notices.tsx";

/** All below the answers. */
export const lower: Later<typeof import("./Lower.tsx").Lower> = new Later(
  async () => (await import("./Lower.tsx")).Lower,
);

/** The two pictures beside the answers. */
export const pictures: Later<typeof import("./Pictures.tsx").Pictures> = new Later(
  async () => (await import("./Pictures.tsx")).Pictures,
);

/** The whole page. */
export function App({ calculator }: { calculator: Calculator }): JSX.Element {
  const Lower = lower.view.value;
  const Pictures = pictures.view.value;
  return (
    <>
      <Header calculator={calculator} />
      <main class={calculator.dragging.value ? "dragging" : undefined} aria-busy={calculator.reckoning.isBehind}>
        <div class="opening">
          <Fields calculator={calculator} />
          <div class="answer-column">
            <Answers calculator={calculator} />
            <div class="pictures">{Pictures !== null && <Pictures calculator={calculator} />}</div>
          </div>
        </div>
        <Notices calculator={calculator} />
        {Lower === null ? <div id="lower" /> : <Lower calculator={calculator} />}
      </main>
      <output class="said" aria-live="polite">
        {calculator.desk.said.value}
      </output>
    </>
  );
}
