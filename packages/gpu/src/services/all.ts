import { fireworks } from "./fireworks.ts";
import { openai } from "./openai.ts";
import type { Service, ServiceJob, ServiceRun } from "./service.ts";
import { tinker } from "./tinker.ts";
import { together } from "./together.ts";
import { vertex } from "./vertex.ts";

/** Services whose jobs are written, by their name in the price book. */
export type ServiceId = "openai" | "together" | "fireworks" | "google-vertex" | "tinker";

const services: Readonly<Record<ServiceId, Service>> = {
  openai,
  together,
  fireworks,
  "google-vertex": vertex,
  tinker,
};

/** Every service whose jobs are written. */
export const writtenServices: readonly ServiceId[] = Object.keys(services) as readonly ServiceId[];

/** The file that starts a run at a service; what nobody stated is the service's own choice, or is marked to be filled in. */
export function writeServiceJob(id: ServiceId, run: ServiceRun): ServiceJob {
  return services[id](run);
}
