import { computed, effect, untracked } from "@preact/signals";
import { bookOffers, countingRules } from "@tunecast/estimator/prices";
import { ok } from "@tunecast/estimator/problem";
import { prices } from "@tunecast/pricing";
import { type JSX, render } from "preact";
import { Calculator } from "./state/calculator.ts";
import type { Form } from "./state/form.ts";
import { carryOver } from "./state/browser/earlyActs.ts";
import { beginTask } from "./state/browser/yieldToMain.ts";
import { rulesOf } from "./state/offers/acceptance.ts";
import type { CountFile } from "./tokens/fileCount.ts";
import type { Counted } from "./tokens/worker/messages.ts";
import { Answer, older } from "./view/Answer.tsx";
import { OfferChoice } from "./view/OfferChoice.tsx";
import { type Choice, Select } from "./view/fields.tsx";
import { withDays } from "./view/text.ts";

const none: Choice = ["", "not compared"];

function OtherModels({ calculator }: { calculator: Calculator }): JSX.Element {
  const { form, cards } = calculator;
  const { largerModel, onCards } = form.choices.value;
  return (
    <>
      <Select
        id="larger"
        label="A larger model, not tuned"
        value={largerModel ?? ""}
        options={[none, ...largerModels(calculator)]}
        open={() => void calculator.loadUntuned()}
        wide
        choose={(model) => form.choose({ largerModel: model || null })}
      />
      <Select
        id="on-cards"
        label="An open model on rented GPUs"
        value={onCards ?? ""}
        options={[none, ...cards.models.value.map((id) => [id, id] as const)]}
        open={() => void cards.load()}
        wide
        choose={(model) => form.choose({ onCards: model || null })}
      />
      {cards.problem.value !== "" && <p class="problem wide">{withDays(cards.problem.value)}</p>}
    </>
  );
}

function largerModels({ untuned }: Calculator): readonly Choice[] {
  return untuned.value.flatMap(({ provider, name, models }) => {
    const names = models.map((model) => model.name ?? model.id);
    return models.map(({ id }, at) => {
      const own = names[at] ?? id;
      const isShared = names.indexOf(own) !== names.lastIndexOf(own);
      return [`${provider}/${id}`, `${isShared ? `${own} (${id})` : own}, ${name}`] as const;
    });
  });
}

// A core stays free for the page itself.
const threads = Math.min(4, Math.max(1, navigator.hardwareConcurrency - 1));

let rules: Readonly<Record<"in_sight" | "all", () => readonly string[]>> = {
  in_sight: () => [],
  all: () => countingRules(prices, {}, prices.version),
};

/** Counts a file by the rules that the offers are billed by: all of them, or that of the offer in sight. */
export const countFile: CountFile = async (file, options) => {
  const { fileCounter } = await import("./tokens/counter.ts");
  const [first] = rules.in_sight();
  const found = await fileCounter(rules[options.scope](), threads)(file, options);
  return found.ok ? ok(ledBy(first, found.value)) : found;
};

/** The rule of the offer at the top leads, or that which stands in for one that is not public: fields show means by it. */
function ledBy(rule: string | undefined, counted: Counted): Counted {
  const { counts } = counted.profile;
  const leading = [rule ?? "", "plain/o200k_base"].find((each) => Object.hasOwn(counts, each));
  const own = leading === undefined ? undefined : counts[leading];
  if (leading === undefined || own === undefined) return counted;
  return { ...counted, profile: { ...counted.profile, counts: { [leading]: own, ...counts } } };
}

function countedFirst({ book, choice }: Calculator): readonly string[] {
  const offer = bookOffers(book.peek()).find(({ id }) => id === choice.peek().offer?.id);
  const counting = offer?.model.counting;
  return counting === undefined ? [] : [counting];
}

export function start(form: Form, place: Element, embedded: boolean): void {
  const calculator = new Calculator(form, {
    prices,
    checkAll: async (...what) => (await import("./tokens/checker.ts")).checkAll(...what),
  });
  calculator.ownPrices.remember();
  rules = {
    in_sight: () => countedFirst(calculator),
    all: () => countingRules(calculator.book.peek(), {}, form.inputs.peek().day ?? form.today),
  };
  followDays(calculator);
  void answerThenShow(calculator, place, embedded);
}

/** The first answer is worked out before it is shown, with breaths, so that the fields stay alive. */
async function answerThenShow(calculator: Calculator, place: Element, embedded: boolean): Promise<void> {
  const { form } = calculator;
  if (isOlder(form.inputs.peek().day ?? form.today)) await older.load();
  await firstAnswer(calculator);
  // In one task with what takes its place: nothing of the build's own rendering is left, and nothing flickers.
  carryOver(() => {
    place.replaceChildren();
    render(<Answer calculator={calculator} embedded={embedded} />, place);
    const choice = document.getElementById("offer-choice");
    choice?.replaceChildren();
    if (choice) render(<OfferChoice calculator={calculator} />, choice);
  });
  form.otherModels.value = <OtherModels calculator={calculator} />;
  delete document.documentElement.dataset["asked"];
  delete document.documentElement.dataset["said"];
  performance.mark("figures stand");

  effect(() => {
    // Some time after the figures: the browser tells its tab, which takes as long as they do.
    const { value } = calculator.title;
    const later = setTimeout(() => (document.title = value), 400);
    return () => clearTimeout(later);
  });
  effect(() => {
    if (form.pilots.complete.value.length > 0) void form.pilots.fit.load();
  });
  followFile(calculator);
  // What may wait until the first screen stands.
  void import("./state/browser/pageEvents.ts").then(({ attend }) => attend());
}

function firstAnswer(calculator: Calculator): Promise<void> {
  return new Promise((resolve) => {
    effect(() => {
      if (calculator.asked.value === undefined) return;
      beginTask();
      untracked(() => void calculator.follow().then(resolve, resolve));
    });
    effect(() => {
      const { headline, problem } = calculator.liveAnswer;
      if (headline.value !== null || problem.value !== "" || calculator.question.value === null) resolve();
    });
  });
}

function followFile(calculator: Calculator): void {
  effect(() => {
    const state = calculator.form.file.state.value;
    if (state.kind !== "counted") {
      calculator.verdicts.clear();
      return;
    }
    const scored = calculator.form.validation.state.value;
    const validation = scored.kind === "counted" ? scored.file : null;
    if (calculator.liveAnswer.isBehind.value || calculator.liveAnswer.answer.value === null) return;
    // Which offer stands at the top follows from the verdicts, so it is no reason to ask again.
    untracked(() => {
      const offers = [calculator.choice.value.offer, ...calculator.table.listed.value].filter(
        (offer) => offer !== null,
      );
      const asked = offers.flatMap(({ id }) => {
        const found = rulesOf(id, calculator.book.value);
        return found === null ? [] : [{ id, rules: found }];
      });
      const { file, name } = state;
      void calculator.verdicts.ask({ file, name, validation, columns: calculator.form.file.columns.value }, asked);
    });
  });
}

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
