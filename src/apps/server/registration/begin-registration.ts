// Starts what the configuration's service_registration asks for. It runs beside the node: whatever the Kubernetes API
// does or does not do, requests are served.
import { setTimeout as delay } from "node:timers/promises";
import type { Logger } from "#base/logger.ts";
import type { KubernetesRegistrationOptions as Settings } from "#config/service-registration.ts";
import { KubernetesApi } from "./kubernetes-api.ts";
import { KubernetesRegistration } from "./kubernetes-registration.ts";
import type { PodState } from "./pod-labels.ts";

export interface RegistrationOptions {
  readonly settings: Settings | undefined;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly state: () => PodState;
  readonly version: string;
  readonly logger: Logger;
}

/** Where Kubernetes mounts a pod's service account. */
const SERVICE_ACCOUNT = "/var/run/secrets/kubernetes.io/serviceaccount";

/** Undefined: nothing is asked for, or this is no pod, which the log says. */
export function beginRegistration(options: RegistrationOptions): KubernetesRegistration | undefined {
  const { settings, environment, logger } = options;
  if (settings === undefined) return undefined;
  const host = environment.KUBERNETES_SERVICE_HOST ?? "";
  const port = Number(environment.KUBERNETES_SERVICE_PORT);
  if (host === "" || !Number.isInteger(port) || port < 1 || port > 65_535) {
    logger.error(
      "service_registration needs KUBERNETES_SERVICE_HOST and KUBERNETES_SERVICE_PORT, which pods have",
    );
    return undefined;
  }
  const pod = new KubernetesApi({ ...settings, host, port, serviceAccount: SERVICE_ACCOUNT });
  const registration = new KubernetesRegistration({ ...options, pod, pause });
  registration.start();
  return registration;
}

async function pause(ms: number, signal?: AbortSignal): Promise<void> {
  await delay(ms, undefined, { ref: false, ...(signal && { signal }) }).catch(() => {});
}
