import { effect } from "@preact/signals";
import { countingRules } from "@tunecast/estimator/prices";
import { prices } from "@tunecast/pricing";
import { render } from "preact";
import sampleUrl from "../../cli/sample/support-replies.jsonl?url";
import { breathe } from "./breathe.ts";
import { Calculator } from "./calculator.ts";
import { type Theme, themes } from "./surroundings.ts";
// oxlint-disable-next-line import/no-unassigned-import -- a style sheet has no value
import "./style/page.css";
import { App, lower, pictures } from "./view/App.tsx";

const today = localDay(new Date());
const root = document.getElementById("app");
if (root === null) throw new Error("The page has no element with the id app.");

// A core stays free for the page itself.
const threads = Math.min(4, Math.max(1, navigator.hardwareConcurrency - 1));

const calculator: Calculator = new Calculator({
  today,
  prices,
  fragment: location.hash,
  theme: rememberedTheme(),
  countFile: async (file, options) => {
    const { fileCounter } = await import("./tokens/counter.ts");
    return fileCounter(countingRules(prices, {}, calculator.inputs.peek().day ?? today), threads)(file, options);
  },
  checkFile: async (what, options) => {
    const { checkFile } = await import("./tokens/checker.ts");
    return checkFile(what, options);
  },
  page: location.href.replace(/#.*$/u, ""),
  sample: async () => new File([await (await fetch(sampleUrl)).blob()], "support-replies.jsonl"),
  surface: {
    copy: (text) => navigator.clipboard.writeText(text),
    save: (...what) => void import("./pageEvents.ts").then(({ save }) => save(...what)),
    print: () => window.print(),
    // Only hand-held devices send a link on by themselves in a way that people know.
    ...(typeof navigator.share === "function" &&
      matchMedia("(pointer: coarse)").matches && { share: (title, url) => navigator.share({ title, url }) }),
    keep: (address) => {
      history.replaceState(null, "", address);
      history.pushState(null, "", address);
    },
  },
});

// Days before those of the page's own prices need the history, which is fetched once somebody asks for one.
effect(() => {
  const { since } = prices;
  const day = calculator.inputs.value.day ?? today;
  if (since !== undefined && day < since)
    void import("@tunecast/pricing/history").then((older) => (calculator.book.value = older.prices));
});

// The first answer stands with the first paint; later ones let the browser take input and paint in between.
calculator.reckoning.atOnce();
let first = true;
effect(() => {
  const question = calculator.question.value;
  if (!first && question !== undefined) void calculator.reckoning.inSlices(breathe);
  first = false;
});

render(<App calculator={calculator} />, root);

// The address follows the inputs a moment later, so that typing does not flood the browser's history. As long as
// nothing has changed it stays as it was given.
let waiting = 0;
let known = calculator.address.peek();
effect(() => {
  const { value } = calculator.address;
  clearTimeout(waiting);
  // What the address bar shows already is not written again: the reader may go back before it would be.
  if (value === location.hash) known = value;
  if (value === known) return;
  waiting = window.setTimeout(() => {
    known = value;
    history.replaceState(null, "", value);
  }, 200);
});
addEventListener("hashchange", () => {
  calculator.readAddress(location.hash);
  known = calculator.address.peek();
});

effect(() => {
  document.title = calculator.title.value;
});

effect(() => {
  const theme = calculator.theme.value;
  if (theme === "system") delete document.documentElement.dataset["theme"];
  else document.documentElement.dataset["theme"] = theme;
  remember(theme);
});

effect(() => {
  if (calculator.pilots.complete.value.length > 0) void calculator.pilots.loadFit();
});

// What was said is shown for a moment only.
effect(() => {
  if (calculator.desk.said.value === "") return undefined;
  const fading = setTimeout(() => calculator.desk.say(""), 4000);
  return () => clearTimeout(fading);
});

new ResizeObserver(([entry]) => {
  const main = entry?.target.querySelector("main");
  if (main) calculator.width.value = Math.round(main.clientWidth);
}).observe(root);

// The pictures follow the first paint at once.
void pictures.load();

// All below the answers is loaded once they stand, and when it is less than a screen away.
const place = document.getElementById("lower");
if (place) {
  const watch = new IntersectionObserver(
    (entries) => {
      if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
      watch.disconnect();
      void lower.load();
    },
    { rootMargin: "100% 0px" },
  );
  watch.observe(place);
}

// What may wait until the first screen stands.
void import("./pageEvents.ts").then(({ attend }) => attend(calculator));

function localDay(now: Date): string {
  const two = (value: number): string => String(value).padStart(2, "0");
  return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
}

/** Storage is closed to some pages, such as frames of other sites: then the theme lasts as long as the page. */
function rememberedTheme(): Theme {
  try {
    return themes.find((theme) => theme === localStorage.getItem("tunecast-theme")) ?? "system";
  } catch {
    return "system";
  }
}

function remember(theme: Theme): void {
  try {
    if (theme === "system") localStorage.removeItem("tunecast-theme");
    else localStorage.setItem("tunecast-theme", theme);
  } catch {
    // See rememberedTheme.
  }
}
