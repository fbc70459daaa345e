// service_registration "kubernetes": labels on this node's own pod, for Services to select by.
import { overriddenBy, type StanzaShape, used } from "./reading/key-table.ts";
import type { Stanza } from "./reading/stanza.ts";

export interface KubernetesRegistrationOptions {
  readonly namespace: string;
  readonly podName: string;
}

export const KUBERNETES_REGISTRATION = {
  title: 'service_registration "kubernetes"',
  says: "Labels this node's pod with its state.",
  keys: {
    namespace: used("Namespace of the pod.", overriddenBy("K8S_NAMESPACE")),
    pod_name: used("Name of the pod.", overriddenBy("K8S_POD_NAME")),
  },
} satisfies StanzaShape;

/** RFC 1123: what a namespace or pod may be called. */
const DNS_NAME = /^[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?$/;

type Root = Stanza<"service_registration">;

export function readServiceRegistration(root: Root): KubernetesRegistrationOptions | undefined {
  const block = root.block("service_registration", 1);
  const type = block?.labels[0]?.toLowerCase() ?? "";
  if (block === undefined) return undefined;
  if (type !== "kubernetes") {
    const name = JSON.stringify(type.slice(0, 32));
    root.context.problems.error(
      block.position,
      "service_registration",
      `type ${name} is refused: kubernetes is known`,
    );
    return undefined;
  }
  const place = { block, name: "service_registration", field: "service_registration.kubernetes" };
  return root.child(KUBERNETES_REGISTRATION, place, (stanza) => {
    const namespace = readName(stanza, "namespace");
    const podName = readName(stanza, "pod_name");
    return namespace === undefined || podName === undefined ? undefined : { namespace, podName };
  });
}

function readName(
  stanza: Stanza<"namespace" | "pod_name">,
  key: "namespace" | "pod_name",
): string | undefined {
  const name = stanza.word(key);
  const variable = key === "namespace" ? "VAULT_K8S_NAMESPACE" : "VAULT_K8S_POD_NAME";
  if (name === undefined) stanza.error(key, `is required, here or as ${variable}`);
  else if (!DNS_NAME.test(name)) stanza.error(key, "must be a name that Kubernetes allows");
  return name;
}
