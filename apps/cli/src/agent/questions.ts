/** A question that an agent may ask: a command, with the words of an agent for its fields. */
export interface AgentQuestion {
  /** The command, and options that make it this question. */
  readonly argv: readonly string[];
  readonly title: string;
  readonly about: string;
  /** Fields that it cannot do without, by name. */
  readonly required?: readonly string[];
  /** Fields that stand for other options, such as `file` for `--data`; those of the command's own paths keep their names. */
  readonly names?: Readonly<Record<string, string>>;
  /** The fields of the tool of this name; the rest are fields of `ask`. Absent where there is no such tool. */
  readonly fields?: readonly string[];
}

/** Every question, by its name. Those with `fields` are tools of their own. */
export const questions: Readonly<Record<string, AgentQuestion>> = {
  estimate: {
    argv: ["estimate"],
    title: "Cost of fine-tuning at every provider",
    about:
      "What a fine-tuning job costs at each provider that takes it, and with requests what a month of use costs. Give files, or examples and tokensPerExample.",
    fields:
      "files examples tokensPerExample epochs model provider method requests inputTokens outputTokens months".split(
        " ",
      ),
  },
  decide: {
    argv: ["advise"],
    title: "Does tuning pay?",
    about:
      "Tuning beside the plain prompt, few-shot examples, retrieval and a larger model, at your traffic: what each costs, when tuning pays back, in which order to try. Give the job as in estimate, and requests, inputTokens and outputTokens.",
    required: ["requests", "inputTokens", "outputTokens"],
    fields:
      "files examples tokensPerExample model provider requests inputTokens outputTokens months way labelCost".split(
        " ",
      ),
  },
  fit: {
    argv: ["gpu"],
    title: "Which GPUs, for how long, for how much",
    about:
      "Training an open model on your own or rented GPUs: memory, cards that hold it, hours, dollars. With smallest: the smallest and the cheapest cards.",
    required: ["model"],
    names: { file: "--data", smallest: "--fit" },
    fields: "model method file examples tokensPerExample epochs gpu gpus microBatch maxTokens smallest".split(" "),
  },
  plan: { argv: ["plan"], title: "Budget", about: "what a budget buys, labels included" },
  curve: {
    argv: ["curve"],
    title: "More data",
    about: "how many examples for a gain, from pilot runs (a table n,value,se) or before any",
  },
  check: {
    argv: ["check"],
    title: "File check",
    about: "whether a provider accepts a data file, with the line of each problem",
  },
  leaving: {
    argv: ["advise"],
    title: "Closing offer",
    about: "what becomes of a job whose provider closes: who takes the file, at what price",
    required: ["files", "leaving"],
  },
  diff: {
    argv: ["diff"],
    title: "Changes",
    about: "what changed since a stored answer; without new, it is asked again at today's prices",
  },
  prices: { argv: ["prices"], title: "Rates", about: "dated rates with their sources" },
  methods: { argv: ["advise", "--methods"], title: "Methods", about: "methods of training, each at its cheapest" },
  pilots: { argv: ["pilots"], title: "Pilot runs", about: "which pilot runs would tell, and what they cost" },
  reconcile: {
    argv: ["reconcile"],
    title: "Bill",
    about: "why a job cost something else than the stored answer said",
    names: { jobId: "--job" },
  },
};

/** Options that lay out an answer or write in its place, that ask on a terminal, or whose effect is an exit code. */
export const notForAgents: ReadonlySet<string> = new Set(
  (
    "--help --format --lines --top --by --write --launch --checkpoints --plot --focus-version --all " +
    "--allocate --as-billed --all-cards --max --max-monthly --warn --follow --every --all-places --sort"
  ).split(" "),
);
