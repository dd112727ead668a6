import { jsonText, type Service } from "./service.ts";

/**
 * The body of a fine-tuning job, as OpenAI and services like it take it.
 *
 * @source https://developers.openai.com/api/reference/resources/fine_tuning (POST /v1/fine_tuning/jobs; read 2026-11-25)
 */
export const openai: Service = ({ model, file, name, epochs, seed }) => ({
  extension: "json",
  text: jsonText({
    model,
    training_file: "FILE_ID",
    suffix: name,
    ...(seed !== undefined && { seed }),
    method: { type: "supervised", supervised: { hyperparameters: { n_epochs: epochs ?? "auto" } } },
  }),
  fill: [{ mark: "FILE_ID", with: `the id of ${file} uploaded with purpose "fine-tune"` }],
  start: (job) =>
    `curl https://api.openai.com/v1/fine_tuning/jobs -H "Authorization: Bearer $OPENAI_API_KEY" -H "Content-Type: application/json" -d @${job}`,
});
