import { computed, effect, untracked } from "@preact/signals";
import { bookOffers, countingRules } from "@tunecast/estimator/prices";
import { prices } from "@tunecast/pricing";
import { render } from "preact";
import { afterPaint, yieldToMain } from "./state/yieldToMain.ts";
import { Calculator } from "./state/calculator.ts";
import type { Form } from "./state/form.ts";
import { rulesOf } from "./state/takes.ts";
import type { CountFile } from "./tokens/fileCount.ts";
import { AnswerColumn } from "./view/AnswerColumn.tsx";
import { Below } from "./view/Below.tsx";
import { Movers } from "./view/Movers.tsx";
import { lower, older, pictures } from "./view/parts.ts";

// A core stays free for the page itself.
const threads = Math.min(4, Math.max(1, navigator.hardwareConcurrency - 1));

/** Rows of the table that are in sight. */
const rowsInSight = 12;

/** Counting rules of the offers in sight, and of all that are sold on the day asked for. */
let rules: Readonly<Record<"in_sight" | "all", () => readonly string[]>> = {
  in_sight: () => [],
  all: () => countingRules(prices, {}, prices.version),
};

/** Counts a file by the rules that the offers are billed by: all of them, or those of the offers in sight. */
export const countFile: CountFile = async (file, options) => {
  const { fileCounter } = await import("./tokens/counter.ts");
  return fileCounter(rules[options.scope](), threads)(file, options);
};

/** Counting rules of the offer at the top and of the first rows of the table. */
function countedFirst({ book, choice, table }: Calculator): readonly string[] {
  const counting = new Map(bookOffers(book.peek()).map(({ id, model }) => [id, model.counting]));
  const offers = [choice.peek().offer, ...table.listed.peek().slice(0, rowsInSight)];
  return offers.flatMap((offer) => (offer === null ? [] : (counting.get(offer.id) ?? [])));
}

/** Joins the form to the prices and puts the answers in their place. */
export function start(form: Form, place: Element): void {
  const calculator = new Calculator(form, {
    prices,
    checkFile: async (what, options) => {
      const { checkFile } = await import("./tokens/checker.ts");
      return checkFile(what, options);
    },
    compareFile: async (what, options) => {
      const { compareFile } = await import("./tokens/checker.ts");
      return compareFile(what, options);
    },
    checkAll: async (what, options) => {
      const { checkAll } = await import("./tokens/checker.ts");
      return checkAll(what, options);
    },
  });
  calculator.ownPrices.remember();
  calculator.ownPrices.follow(form);
  rules = {
    in_sight: () => countedFirst(calculator),
    all: () => countingRules(calculator.book.peek(), {}, form.inputs.peek().day ?? form.today),
  };
  followDays(calculator);
  void answerThenShow(calculator, place);
}

/** The first answer is worked out before it is shown, with breaths, so that the fields stay alive. */
async function answerThenShow(calculator: Calculator, place: Element): Promise<void> {
  const { form } = calculator;
  if (isOlder(form.opening.day ?? form.today)) await older.load();
  if (calculator.question.peek() === null) calculator.showOpening();
  // A link names its offer: that one stands before all others are worked out.
  const named = form.choices.peek().offer;
  const stands = named !== null && calculator.liveAnswer.showAlone(named);
  if (!stands) await settle(calculator);
  // What the build rendered is taken over and set right where it differs.
  render(<AnswerColumn calculator={calculator} />, place);
  const below = document.getElementById("below");
  if (below) render(<Below calculator={calculator} />, below);
  delete document.documentElement.dataset["asked"];
  performance.mark("figures stand");

  let first = !stands;
  effect(() => {
    const question = calculator.question.value;
    if (!first && question !== undefined)
      void calculator.liveAnswer.inSlices(yieldToMain, calculator.choice.peek().offer?.id, afterPaint);
    first = false;
  });
  effect(() => {
    document.title = calculator.title.value;
  });
  effect(() => {
    if (form.pilots.complete.value.length > 0) void form.pilots.loadFit();
  });
  void pictures.load();
  followFile(calculator);
  calculator.history.follow();
  calculator.scenarios.remember();
  const aside = document.getElementById("movers");
  if (aside) render(<Movers calculator={calculator} aside />, aside);
  // A part that is gone from the host leaves the ways out; the answers stand without them.
  void calculator.deciding
    .follow(calculator, async () => (await import("@tunecast/pricing/untuned")).untuned, afterPaint)
    .catch(() => undefined);
  loadLower();
  // What may wait until the first screen stands.
  void import("./state/pageEvents.ts").then(({ attend }) => attend(calculator));
}

/** Until the question of the moment has its answer, or a reason why it has none. */
async function settle({ liveAnswer, question }: Calculator): Promise<void> {
  while (liveAnswer.isBehind.peek() && question.peek() !== null && liveAnswer.problem.peek() === "")
    await liveAnswer.inSlices(yieldToMain);
}

/** Asks every offer's own rules about the counted file: those at the top of the list first. */
function followFile(calculator: Calculator): void {
  effect(() => {
    const state = calculator.form.file.state.value;
    if (state.kind !== "counted") {
      calculator.verdicts.clear();
      return;
    }
    if (calculator.liveAnswer.isBehind.value || calculator.liveAnswer.answer.value === null) return;
    // Which offer stands at the top follows from the verdicts, so it is no reason to ask again.
    untracked(() => {
      const offers = [calculator.choice.value.offer, ...calculator.table.listed.value].filter(
        (offer) => offer !== null,
      );
      const asked = offers.flatMap(({ id }) => {
        const rules = rulesOf(id, calculator.prices);
        return rules === null ? [] : [{ id, rules }];
      });
      void calculator.verdicts.ask(state.file, state.name, asked);
    });
  });
}

/** Days before those of the page's own prices need the history. */
function isOlder(day: string): boolean {
  return prices.since !== undefined && day < prices.since;
}

/** The history is fetched once somebody asks for such a day. */
function followDays({ form, book }: Calculator): void {
  const wantsOlder = computed(() => isOlder(form.inputs.value.day ?? form.today));
  effect(() => {
    if (wantsOlder.value) void older.load();
  });
  effect(() => {
    const here = older.view.value;
    if (here !== null) book.value = here.prices;
  });
}

/** All below the answers is loaded once they stand, and when it is less than a screen away. */
function loadLower(): void {
  const place = document.getElementById("lower");
  if (place === null) return;
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
