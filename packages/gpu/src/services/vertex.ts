import { jsonText, type Service } from "./service.ts";

/** @source https://cloud.google.com/vertex-ai/generative-ai/docs/models/gemini-use-supervised-tuning (tuningJobs.create; read 2026-11-25) */
export const vertex: Service = ({ model, file, name, epochs }) => ({
  extension: "json",
  text: jsonText({
    baseModel: model,
    supervisedTuningSpec: {
      trainingDatasetUri: `gs://BUCKET/${file}`,
      // 64-bit numbers are texts in Google's JSON.
      ...(epochs !== undefined && { hyperParameters: { epochCount: String(epochs) } }),
    },
    tunedModelDisplayName: name,
  }),
  fill: [
    { mark: "BUCKET", with: `the bucket that holds ${file} in Gemini's shape (tunecast convert --to gemini)` },
    { mark: "PROJECT_ID", with: "your project, in the line that starts the job" },
  ],
  start: (job) =>
    `curl https://us-central1-aiplatform.googleapis.com/v1/projects/PROJECT_ID/locations/us-central1/tuningJobs -H "Authorization: Bearer $(gcloud auth print-access-token)" -H "Content-Type: application/json" -d @${job}`,
});
