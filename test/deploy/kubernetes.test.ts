// The plain manifests: valid by Kubernetes' own schemas, and of one piece with what the server does.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { parseAllDocuments } from "yaml";
import { podLabels } from "#apps/server/registration/pod-labels.ts";
import { foreignTool, runTool } from "../clients/foreign-tool.ts";
import { decide, lines } from "../config/decide.ts";

const FOLDER = join(import.meta.dirname, "../../deploy/kubernetes");
const VALIDATE = "1.37.0";
/** The oldest and the newest that the schemas are asked for. */
const KUBERNETES = ["1.27", "1.37"];

// biome-ignore lint/suspicious/noExplicitAny: manifests of every shape
type Manifest = any;

const files = readdirSync(FOLDER).filter((name) => name !== "kustomization.yaml");
const manifests: Manifest[] = files.flatMap((name) =>
  parseAllDocuments(readFileSync(join(FOLDER, name), "utf8"), { merge: true }).map((document) => {
    assert.deepEqual(document.errors, [], name);
    return document.toJS();
  }),
);
const one = (kind: string, name = "vault"): Manifest => {
  const found = manifests.filter((each) => each.kind === kind && each.metadata.name === name);
  assert.equal(found.length, 1, `${kind} ${name}`);
  return found[0];
};
const statefulSet = one("StatefulSet");
const pod = statefulSet.spec.template;
const [container] = pod.spec.containers;

const python = foreignTool("python3", ["--version"]);

test("every manifest passes the strict schemas of old and new Kubernetes", {
  skip: python.skip,
}, async () => {
  const packages = join(import.meta.dirname, "../../.cache/python-packages/kubernetes-validate", VALIDATE);
  const requirement = `kubernetes-validate==${VALIDATE}`;
  await runTool("python3", ["-m", "pip", "install", "--quiet", "--target", packages, requirement], {
    unlessExists: join(packages, "kubernetes_validate"),
  });
  const script = join(import.meta.dirname, "validate_manifests.py");
  const paths = files.map((name) => join(FOLDER, name));
  const output = await runTool("python3", [script, KUBERNETES.join(","), ...paths], {
    env: { PYTHONPATH: packages },
  });
  assert.equal(output.trim(), `${manifests.length * KUBERNETES.length} valid`);
});

test("kustomization names every manifest", () => {
  const [{ resources }] = parseAllDocuments(readFileSync(join(FOLDER, "kustomization.yaml"), "utf8")).map(
    (each) => each.toJS(),
  ) as [{ resources: string[] }];
  assert.deepEqual(resources.toSorted(), files.toSorted());
});

test("each Service selects the pods that its name says, by the labels that the node sets", () => {
  const selects = (name: string, labels: Readonly<Record<string, string>>): boolean =>
    Object.entries(one("Service", name).spec.selector).every(([label, value]) => labels[label] === value);
  const unlabelled = pod.metadata.labels;
  const labels = (isActive: boolean, isSealed = false) => ({
    ...unlabelled,
    ...podLabels({ isActive, isSealed, isInitialized: true }, "1.21.4"),
  });
  assert.ok(selects("vault-internal", unlabelled) && selects("vault", unlabelled));
  assert.ok(selects("vault-active", labels(true)) && !selects("vault-active", labels(false)));
  assert.ok(selects("vault-standby", labels(false)) && !selects("vault-standby", labels(true)));
  assert.ok(!selects("vault-active", unlabelled), "a pod that said nothing yet does not lead");
});

test("nodes find each other before they are ready, by the names that the headless Service gives", () => {
  const { spec } = one("Service", "vault-internal");
  assert.equal(spec.clusterIP, "None");
  assert.equal(spec.publishNotReadyAddresses, true);
  assert.equal(statefulSet.spec.serviceName, "vault-internal");
  const text: string = one("ConfigMap", "vault-config").data["coffer.hcl"];
  for (let pod = 0; pod < statefulSet.spec.replicas; pod++) {
    assert.ok(text.includes(`https://vault-${pod}.vault-internal:8200`));
  }
});

test("the configuration is one without a problem in a pod's environment", () => {
  const text: string = one("ConfigMap", "vault-config").data["coffer.hcl"];
  const values: Record<string, string> = { VAULT_K8S_POD_NAME: "vault-0", VAULT_K8S_NAMESPACE: "vault" };
  for (const { name, value } of container.env) {
    values[name] ??= (value ?? "vault-0").replaceAll("$(VAULT_K8S_POD_NAME)", "vault-0");
  }
  const { errors, warnings, config } = decide(text, { environment: values });
  assert.deepEqual(lines([...errors, ...warnings]), []);
  assert.deepEqual(config?.serviceRegistration, { namespace: "vault", podName: "vault-0" });
  assert.equal(config?.addresses.apiAddr, "https://vault-0.vault-internal:8200");
  const ports = container.ports.map(({ containerPort }: Manifest) => containerPort);
  for (const { address } of config?.listeners ?? []) assert.ok(ports.includes(address.port));
});

test("the pod may do what the node does to it, and little else", () => {
  const [rule] = one("Role", "vault-labels").rules;
  assert.deepEqual(rule.resources, ["pods"]);
  for (const verb of ["get", "patch"]) assert.ok(rule.verbs.includes(verb));
  assert.equal(pod.spec.serviceAccountName, one("ServiceAccount").metadata.name);
  assert.deepEqual(container.securityContext.capabilities, { drop: ["ALL"] });
  assert.equal(container.securityContext.readOnlyRootFilesystem, true);
  assert.equal(pod.spec.securityContext.runAsNonRoot, true);
});

test("probes: sealed is alive and not ready; a disruption takes one node at a time", () => {
  const path = (probe: string): string => container[probe].httpGet.path;
  for (const probe of ["livenessProbe", "startupProbe"])
    assert.match(path(probe), /sealedcode=204&uninitcode=204/);
  assert.doesNotMatch(path("readinessProbe"), /sealedcode|uninitcode/);
  assert.match(path("readinessProbe"), /standbyok=true/);
  const { maxUnavailable, selector } = one("PodDisruptionBudget").spec;
  assert.equal(maxUnavailable, Math.ceil(statefulSet.spec.replicas / 2) - 1);
  assert.deepEqual(selector, statefulSet.spec.selector);
});
