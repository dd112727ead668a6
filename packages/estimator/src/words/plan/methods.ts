/** Methods of training in the field's own words, the least change of the model first. */
export const tuningMethods = [
  "transfer",
  "adapters",
  "task_specific",
  "multi_task",
  "sequential",
  "domain_model",
  "scratch",
] as const;
export type TuningMethodWord = (typeof tuningMethods)[number];

/** What each is called, what it does, and what it needs. */
export const methodSentences: Readonly<
  Record<TuningMethodWord, { readonly name: string; readonly does: string; readonly needs: string }>
> = {
  transfer: {
    name: "transfer learning",
    does: "the model stays as it is, a new head is trained on it",
    needs: "labelled examples of a few classes; least data and time; cards, since no service sells it",
  },
  adapters: {
    name: "adapters (LoRA, QLoRA)",
    does: "small matrices learn beside the frozen weights",
    needs: "some hundred examples; one card, or any service",
  },
  task_specific: {
    name: "task-specific (full)",
    does: "every weight learns the task",
    needs: "more data and time than a head or adapters, and memory for all weights",
  },
  multi_task: {
    name: "multi-task",
    does: "several tasks are learned in one run, none of them forgotten",
    needs: "a file for each task: name them all",
  },
  sequential: {
    name: "sequential fine-tuning",
    does: "one data set after another, from the general to the particular",
    needs: "a stage for each data set: --stage",
  },
  domain_model: {
    name: "domain model",
    does: "training goes on over the field's own texts before the task",
    needs: "millions of tokens of running text: --domain-tokens",
  },
  scratch: {
    name: "from scratch",
    does: "a new model, as BloombergGPT was made",
    needs: "hundreds of billions of tokens and hundreds of cards",
  },
};
