import type { JSX } from "preact";
import type { Calculator } from "../calculator.ts";
import { Answers } from "./Answers.tsx";
import { Fields } from "./Fields.tsx";
import { Header } from "./Header.tsx";
import { Notices } from "./Notices.tsx";

/** The whole page. */
export function App({ calculator }: { calculator: Calculator }): JSX.Element {
  const Lower = calculator.parts.lower.value;
  return (
    <>
      <Header calculator={calculator} />
      <main class={calculator.dragging.value ? "dragging" : undefined}>
        <div class="opening">
          <Fields calculator={calculator} />
          <Answers calculator={calculator} />
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
