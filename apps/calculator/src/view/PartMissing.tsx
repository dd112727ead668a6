import type { JSX } from "preact";
import type { LazyView } from "./LazyView.ts";

/** Says that a part of the page could not be fetched, with a way on; nothing while it is only on its way. */
export function PartMissing({ part, what }: { part: LazyView<unknown>; what: string }): JSX.Element | null {
  if (!part.failed.value) return null;
  return (
    <div class="part-missing" role="alert">
      <p>{what} could not be fetched: there is no network, or the page has a newer version by now.</p>
      <p class="act">
        <button type="button" onClick={() => void part.load()}>
          Try again
        </button>
        <button type="button" onClick={() => location.reload()}>
          Load the page anew
        </button>
      </p>
    </div>
  );
}
