import { bare, jsonText, type Service } from "./service.ts";

/** @source https://docs.fireworks.ai/api-reference/get-supervised-fine-tuning-job (fields of a job; read 2026-11-25) */
export const fireworks: Service = ({ model, file, name, epochs }) => ({
  extension: "json",
  text: jsonText({
    baseModel: model,
    dataset: `accounts/ACCOUNT_ID/datasets/${bare(file)}`,
    displayName: name,
    ...(epochs !== undefined && { epochs }),
  }),
  fill: [{ mark: "ACCOUNT_ID", with: `your account, in which ${file} is the data set ${bare(file)}` }],
  start: (job) =>
    `curl https://api.fireworks.ai/v1/accounts/ACCOUNT_ID/supervisedFineTuningJobs -H "Authorization: Bearer $FIREWORKS_API_KEY" -H "Content-Type: application/json" -d @${job}`,
});
