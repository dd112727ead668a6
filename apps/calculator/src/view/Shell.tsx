import type { JSX } from "preact";
import { type Door, doors, type Form } from "../state/form.ts";
import { Job } from "./Job.tsx";
import { Kept } from "./Kept.tsx";

const repository = "https://github.com/tunecast/tunecast";

const doorNames: Record<Door, string> = { decide: "Decide", offers: "Offers", data: "Data", take: "Take along" };

interface ShellProps {
  readonly form: Form;
  /** What the build has rendered, in its own places. */
  readonly answer?: string;
  readonly offerChoice?: string;
}

/** The frame of the page and its fields: what answers to the reader before the prices are there. */
export function Shell({ form, answer, offerChoice }: ShellProps): JSX.Element {
  return (
    <>
      <a class="skip" href="#answer" onClick={toAnswer}>
        Skip to the answer
      </a>
      <Top form={form} />
      <main class={form.dragging.value ? "dragging" : undefined} aria-busy={form.isBehind}>
        <div class={`first door-${form.door.value}`}>
          <Job form={form} offerChoice={offerChoice} />
          <Kept id="answer" html={answer} />
        </div>
      </main>
      <Foot />
      <output class="announce" aria-live="polite">
        {form.actions.announcement}
      </output>
    </>
  );
}

/** The answer gets the focus; the address keeps its question. */
function toAnswer(event: Event): void {
  event.preventDefault();
  document.getElementById("answer")?.focus();
}

export function Brand(): JSX.Element {
  return (
    <>
      {/* A picture, since the first inline drawing of a page delays its first frame. */}
      <img src="./icon.png" width="28" height="28" alt="" />
      Tunecast
    </>
  );
}

function Top({ form }: { form: Form }): JSX.Element {
  return (
    <header class="top">
      <p class="brand">
        <Brand />
      </p>
      <nav class="doors" aria-label="The four parts">
        {doors.map((door) => (
          <DoorLink key={door} form={form} door={door}>
            {doorNames[door]}
          </DoorLink>
        ))}
      </nav>
      {/* Where to read on: the guide lies beside the page. */}
      <a class="guide" href="guide/index.html">
        Guide
      </a>
    </header>
  );
}

interface PageLinkProps {
  readonly href: string;
  readonly go: () => void;
  readonly current?: boolean;
  readonly children: string;
}

/** A link that changes the page in its place, and can be opened in another tab. */
export function PageLink({ href, go, current = false, children }: PageLinkProps): JSX.Element {
  return (
    <a
      href={href}
      {...(current && { "aria-current": "page" as const })}
      onClick={(event) => {
        if (event.ctrlKey || event.metaKey || event.shiftKey) return;
        event.preventDefault();
        go();
      }}
    >
      {children}
    </a>
  );
}

/** A link to a part of the page: it keeps the question. */
export function DoorLink({ form, door, children }: { form: Form; door: Door; children: string }): JSX.Element {
  // Written anew in a pause of typing alone.
  void form.settled.value;
  const href = form.addressOf(form.inputs.peek(), door);
  return (
    <PageLink href={href} current={form.door.value === door} go={() => form.enter(door)}>
      {children}
    </PageLink>
  );
}

function Foot(): JSX.Element {
  return (
    <footer class="foot">
      <p>Your data stays on this device.</p>
      <a href={repository} rel="noreferrer">
        Source
      </a>
      <a href={`${repository}/issues/new?title=Price`} rel="noreferrer">
        Correct a price
      </a>
    </footer>
  );
}
