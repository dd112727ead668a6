import type { JSX } from "preact";
import type { Form } from "../state/form.ts";
import { Fields } from "./Fields.tsx";
import { Header } from "./Header.tsx";
import { Kept } from "./Kept.tsx";

/** The frame of the page and its fields: what answers to the reader before the prices are there. */
export function Shell({ form, answers }: { form: Form; answers?: string }): JSX.Element {
  return (
    <>
      <a class="skip" href="#answers">
        Skip to the answers
      </a>
      <Header form={form} />
      <main class={form.dragging.value ? "dragging" : undefined} aria-busy={form.isBehind}>
        <div class="opening">
          <div class="aside">
            <Fields form={form} />
            <Kept id="movers" />
          </div>
          <Kept id="answers" class="answer-column" html={answers} />
        </div>
        <Kept id="below" />
      </main>
      <output class="said" aria-live="polite">
        {form.desk.said}
      </output>
    </>
  );
}
