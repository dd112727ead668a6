/** What a finding says and what to do about it. `{}` stands for the detail that was met. */
interface Wording {
  readonly sentence: string;
  readonly fix: string;
}

function wording(sentence: string, fix: string): Wording {
  return { sentence, fix };
}

/** By code; where a code stands for several cases, the others have words of their own (`turn_skipped`, `cut_by_trainer`). */
const wordings: Readonly<Record<string, Wording>> = {
  ambiguous_format: wording("the row holds the columns of two formats ({})", "Keep the columns of one format."),
  bad_content_type: wording(
    "the content has the wrong type ({})",
    "Give the content the type that the provider takes: text, or a list of its parts.",
  ),
  bad_field_type: wording("a field has the wrong type ({})", "Give the field the type that the format asks for."),
  bad_parts: wording("the parts of a turn are wrong ({})", "Make parts a list of objects with text or fileData."),
  bad_schema_version: wording("schemaVersion is wrong ({})", "Write bedrock-conversation-2024."),
  bad_tool_call: wording(
    "a tool call is incomplete ({})",
    "Give each call an id, type function, a name and its arguments as JSON text.",
  ),
  bad_tool_call_id: wording("a tool call id has the wrong form ({})", "Use exactly nine letters and digits."),
  bad_tool_definition: wording(
    "a tool is not well defined ({})",
    "Define it as a function with a name of letters, digits, - and _, and a JSON schema.",
  ),
  bad_weight: wording("a weight is neither 0 nor 1 ({})", "Write 0 to leave an answer out of the loss, 1 to keep it."),
  blank_line: wording("the line is blank", "Delete blank lines, also the last one."),
  bom: wording("the file begins with a byte order mark", "Save it as UTF-8 without a byte order mark."),
  common_prefix: wording(
    "all prompts begin alike ({})",
    "Leave the common beginning out: it costs tokens and teaches nothing.",
  ),
  completion_no_leading_space: wording(
    "a completion does not begin with a space",
    "Begin every completion with a space.",
  ),
  constant_grader_field: wording(
    "a grader field has the same value in every row ({})",
    "Check that the grader can tell answers apart.",
  ),
  content_and_tool_calls: wording("a message has both content and tool calls", "Keep one of them."),
  delimiter_guess: wording(
    "the cells are not parted by commas (guessed: {})",
    "Save the table with commas, or name it .tsv if they are tabs.",
  ),
  deprecated_functions: wording("functions and function_call are deprecated", "Use tools and tool_calls."),
  duplicate_example: wording(
    "the example repeats an earlier one",
    "Delete the repetition, unless it should count twice.",
  ),
  embedding_rows: wording(
    "the row holds texts to compare, for an embedding or a reranking model; no model that writes is tuned on it",
    "Tune an embedding model: at Vertex AI (text-embedding-005), or on your own cards by sentence-transformers or FlagEmbedding.",
  ),
  empty_file: wording("the file holds no row", "Give a file with rows."),
  example_skipped: wording(
    "the trainer leaves this example out ({})",
    "Let user and model take turns, the model last.",
  ),
  turn_skipped: wording("the trainer leaves this example out ({})", "Shorten the turn, or split the example."),
  file_too_large: wording("it is too large ({})", "Give a smaller file, or split it."),
  file_changed: wording("it changed while it was read", "Read it again."),
  few_examples: wording("there are few examples ({})", "Give more examples for a result that can be measured."),
  identical_preference: wording("both answers are the same", "Delete the pair or give two different answers."),
  identical_prompts: wording("all prompts are the same", "Leave the prompts empty, or make them different."),
  image_bad_format: wording("an image cannot be taken ({})", "Use the formats and addresses that the provider names."),
  video_bad_format: wording("a film cannot be taken ({})", "Use the formats and addresses that the provider names."),
  image_count_mismatch: wording("the images do not match their tags ({})", "List as many images as there are tags."),
  image_in_non_user: wording("an image stands in a message that is not the user's ({})", "Move it to a user message."),
  image_unsupported_model: wording(
    "the model takes no images ({})",
    "Choose a model that sees, or leave the images out.",
  ),
  image_weight: wording("a message with an image has a weight", "Leave the weight out."),
  inconsistent_grader_fields: wording("a grader field is missing in some rows ({})", "Give every row the same fields."),
  invalid_json: wording(
    "the line is not JSON ({})",
    "Write one JSON object a line, null instead of NaN; line ends in text are \\n.",
  ),
  languages: wording(
    "the examples are in several languages ({})",
    "Tokens per word differ by language: see that the test data have the same mix.",
  ),
  last_is_assistant: wording("the input ends with the model's own message", "End the input with the user."),
  last_not_assistant: wording("the last message is not the model's ({})", "End with the answer to be learnt."),
  last_not_user: wording(
    "the last message is not the user's ({})",
    "End with the user: the model writes the answer itself.",
  ),
  lone_surrogate: wording(
    "the text holds half a character (a lone surrogate)",
    "Repair the text; it will be read as U+FFFD.",
  ),
  method_not_taken: wording(
    "the model is not tuned with such rows ({})",
    "Name a model that is, or give rows for the method of this one.",
  ),
  missing_assistant: wording("no message is the model's", "Add the answer to be learnt."),
  missing_content: wording("there is no content ({})", "Write the text, or leave the message out."),
  missing_contents: wording("the row has no contents", "Put the turns in contents."),
  missing_field: wording("a field is missing ({})", "Add the field."),
  missing_messages: wording(
    "the row has no messages ({})",
    "Put the conversation in messages, a list that is not empty.",
  ),
  missing_role: wording("a message has no role", "Add the role."),
  missing_system: wording("no example has a system message", "Add one if the model will be used with one."),
  missing_user: wording("no message is the user's", "Add what the user says."),
  mixed_formats: wording("the row has another format than the file ({})", "Keep one format a file."),
  mixed_modality: wording("texts and images are mixed ({})", "Keep one mix of text and images a data set."),
  mostly_upper_case: wording(
    "more than a third of the letters are upper case ({})",
    "Use lower case where it is natural.",
  ),
  multi_turn_preference: wording("an answer has more than one message ({})", "Give exactly one message an answer."),
  near_duplicate: wording(
    "the example nearly repeats that of {}",
    "Delete one of the two, unless it should count twice.",
  ),
  near_duplicates: wording(
    "{} examples nearly repeat another",
    "Keep one of each, unless they should count twice: --near-duplicates lists them.",
  ),
  contradictory_labels: wording(
    "{} examples give the same input another label",
    "Decide for one label: the model can learn only one answer to one input.",
  ),
  label_imbalance: wording(
    "one label has most of the examples ({})",
    "Add examples of the others, and judge by balanced accuracy or F1 instead of accuracy.",
  ),
  length_imbalance: wording(
    "the longest 5 % of the examples hold {} of the text",
    "Look at them: they are most of what you pay and of what is learnt.",
  ),
  validation_not_covered: wording(
    "{} validation rows have no near neighbour in training",
    "Add training rows like them, or the validation measures another task.",
  ),
  no_common_suffix: wording("the prompts do not end alike", "End every prompt with the same separator."),
  no_completion_suffix: wording(
    "the completions do not end alike",
    "End every completion with the same mark, so that answers stop there.",
  ),
  no_grader_field: wording(
    "the row has no field for the grader",
    "Add a field, such as reference_answer; at Vertex AI, references.",
  ),
  no_trainable_tokens: wording(
    "nothing in the example is learnt",
    "Give an answer a text and a weight other than 0; it is billed all the same.",
  ),
  non_utf8: wording("the text is not UTF-8 ({})", "Save the file as UTF-8."),
  not_jsonl: wording("the file is not JSON lines ({})", "Write one JSON object a line."),
  not_object: wording("the line is JSON, but no object", "Write an object."),
  bare_list: wording(
    "the line is a bare list of messages",
    "Put the list into an object, under messages: `tunecast convert` does.",
  ),
  nul_character: wording("the text holds a NUL character", "Remove it."),
  other_encoding: wording(
    "the file is not UTF-8; it was read as {}",
    "Save it as UTF-8: the provider reads other letters, or none.",
  ),
  unclosed_quote: wording(
    "a cell opens with a quote that is never closed, so the rest of the file is in it",
    "Close the quote, or double quotes that are part of the text.",
  ),
  personal_data: wording(
    "the row may hold personal data ({})",
    "Take it out, unless the model is to learn it: who asks the model may get it.",
  ),
  ragged_row: wording(
    "the row has not as many cells as the header ({})",
    "Quote cells that hold commas or line ends; fill empty ones.",
  ),
  read_failed: wording("the file could not be read to its end", "Read it again."),
  rendered_template: wording(
    "the text already holds a chat template ({})",
    "Give the turns as messages, or see that the trainer does not put its template around it once more.",
  ),
  repeated_column: wording("two columns have the same name ({})", "Name each column otherwise: only the last is read."),
  reserved_word: wording("the text holds a word that the provider keeps for itself ({})", "Write it otherwise."),
  role_order: wording("the turns are out of order ({})", "Let user and model take turns."),
  secret: wording("the row may hold a secret ({})", "Take it out and withdraw it: who asks the model may get it."),
  special_token_text: wording("the text holds a special token ({})", "Write it otherwise."),
  system_count: wording("there are {} system messages", "Keep one."),
  system_not_first: wording("a system message is not the first", "Put it first."),
  system_prompt_variants: wording("the system prompts differ ({})", "Make sure that this is meant."),
  repeated_key: wording("the row has the key {} twice: only the last of them is read", "Give each key once."),
  unread_column: wording(
    "the column {} holds text or media that is no part of the example",
    "Put it into the text, name the columns with --columns prompt=…,completion=…, or leave it out.",
  ),
  unread_field: wording(
    "the field {} holds text or media that is no part of the example",
    "Put it into the content of the message, or leave it out.",
  ),
  thoughts: wording(
    "a message holds what the model thinks: it is counted as text of the answer",
    "Look up whether the provider trains on thoughts.",
  ),
  too_few_examples: wording("there are too few examples ({})", "Add examples."),
  too_long_unstated: wording(
    "the example is too long ({})",
    "What the provider does with it is not stated; shorten or split it.",
  ),
  too_long: wording("the example is too long ({})", "Shorten it."),
  too_long_truncated: wording(
    "the answer would be cut after {}",
    "Shorten or split the example: what is cut is the end, and all up to the cut is billed.",
  ),
  cut_by_trainer: wording(
    "the end of the example would be cut off ({})",
    "Shorten or split the example, or raise the trainer's max_length.",
  ),
  cut_in_proportion: wording(
    "the example would be cut ({})",
    "Shorten or split the example, or raise the trainer's cutoff_len.",
  ),
  too_many_examples: wording("there are too many examples ({})", "Take fewer."),
  too_many_images: wording("there are too many images ({})", "Take at most the number that the provider names."),
  too_many_videos: wording("there are too many films ({})", "Take at most the number that the provider names."),
  text_and_messages: wording(
    "one of {} is a text and another a list of messages",
    "Write both as texts, or both as lists of messages: `tunecast convert --to trl` does.",
  ),
  tools_disputed: wording(
    "the row defines tools, and the pages of the provider disagree on whether a job takes them",
    "Try a job of a few rows first, or leave toolConfig out.",
  ),
  tool_arguments_not_json: wording(
    "the arguments of a tool call are not JSON ({})",
    "Write JSON: the model will learn to write what is here.",
  ),
  tool_call_unanswered: wording("a tool call has no answer before the conversation goes on", "Add the tool's answer."),
  tool_message_without_call: wording("a tool answers no call ({})", "Put the call before it, with the same id."),
  tool_not_declared: wording("a called tool is not declared ({})", "List it in tools."),
  broken_off: wording("the file is broken off or damaged", "Write it anew; what came before was read."),
  unread_file: wording("a file of the archive is not read ({})", "Unpack it, and give it by itself."),
  unexpected_column: wording("the row has a column that the format does not know ({})", "Leave it out."),
  unknown_role: wording("a role is unknown here ({})", "Use the roles that the provider names."),
  unknown_shape: wording(
    "the row has no format that is known ({})",
    "Name the columns: messages, prompt and completion, contents, text, … or map them: --columns prompt=…,completion=….",
  ),
  validation_near_overlap: wording(
    "the example is nearly one of the validation file ({})",
    "Keep the two apart, or the validation says little.",
  ),
  validation_overlap: wording(
    "the example is in the validation file too",
    "Keep the two apart, or the validation says nothing.",
  ),
  verdict_no_truth: wording(
    "the verdict is no truth value ({})",
    "Write true or false: TRL leaves out of the loss what is neither. `tunecast convert --to trl` does.",
  ),
  weight_ignored: wording("a weight has no effect ({})", "Leave it out."),
  wrong_extension: wording("the name has another ending than the provider takes ({})", "Rename or convert the file."),
};

/** Sentence and remedy of a finding's code; the sentence begins in lower case, after the place. */
export function findingWords(code: string, detail: string = ""): { readonly sentence: string; readonly fix: string } {
  const { sentence, fix } = wordings[code] ?? wording(code.replaceAll("_", " "), "");
  const filled = detail === "" ? sentence.replace(/ \([^()]*\{\}\)/u, "") : sentence.replace("{}", () => detail);
  return { sentence: filled.replace("{}", "several"), fix };
}
