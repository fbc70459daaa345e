// This pod's own entry in the Kubernetes API, reached as every pod reaches it: address from the environment, token and
// CA from the mounted service account. Both files are read for each call, since Kubernetes rotates them.
import { readFile } from "node:fs/promises";
import type { IncomingMessage } from "node:http";
import { type RequestOptions, request } from "node:https";
import { join } from "node:path";
import type { PatchOperation, PodLabels } from "./pod-labels.ts";

export interface KubernetesApiOptions {
  readonly host: string;
  readonly port: number;
  /** Where `token` and `ca.crt` are. */
  readonly serviceAccount: string;
  readonly namespace: string;
  readonly podName: string;
}

interface Call {
  readonly method: "GET" | "PATCH";
  readonly body?: string;
}

const TIMEOUT_MS = 5000;
/** A pod's entry is some kilobytes; nothing of this size is one. */
const MAX_ANSWER_BYTES = 4 * 1024 * 1024;
/** Of what the API says when it refuses. */
const SHOWN_CHARACTERS = 200;

export class KubernetesApi {
  readonly #options: KubernetesApiOptions;

  constructor(options: KubernetesApiOptions) {
    this.#options = options;
  }

  /** The pod's labels; undefined: it has none. @throws Error saying what went wrong */
  async labels(): Promise<PodLabels | undefined> {
    const pod: unknown = JSON.parse(await this.#call({ method: "GET" }));
    const { metadata } = pod as { metadata?: { labels?: PodLabels } };
    if (typeof metadata !== "object") throw new Error("the answer of the Kubernetes API is no pod");
    return metadata.labels;
  }

  /** @throws Error saying what went wrong */
  async patch(operations: readonly PatchOperation[]): Promise<void> {
    await this.#call({ method: "PATCH", body: JSON.stringify(operations) });
  }

  async #call({ method, body }: Call): Promise<string> {
    const { host, port, serviceAccount, namespace, podName } = this.#options;
    const [token, ca] = await Promise.all(
      ["token", "ca.crt"].map((file) => readFile(join(serviceAccount, file), "utf8")),
    );
    const incoming = await exchange(
      {
        host,
        port,
        method,
        path: `/api/v1/namespaces/${encodeURIComponent(namespace)}/pods/${encodeURIComponent(podName)}`,
        ca,
        agent: false,
        signal: AbortSignal.timeout(TIMEOUT_MS),
        headers: {
          Authorization: `Bearer ${token?.trim()}`,
          Accept: "application/json",
          ...(body !== undefined && {
            "Content-Type": "application/json-patch+json",
            "Content-Length": String(Buffer.byteLength(body)),
          }),
        },
      },
      body,
    );
    const text = await textOf(incoming);
    if (incoming.statusCode === 200) return text;
    throw new Error(`the Kubernetes API answered ${incoming.statusCode}: ${reasonIn(text)}`);
  }
}

function exchange(options: RequestOptions, body: string | undefined): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    request(options, resolve).once("error", reject).end(body);
  });
}

async function textOf(incoming: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of incoming) {
    bytes += (chunk as Buffer).length;
    if (bytes > MAX_ANSWER_BYTES)
      throw new Error(`the answer of the Kubernetes API has over ${MAX_ANSWER_BYTES} bytes`);
    chunks.push(chunk as Buffer);
  }
  return Buffer.concat(chunks).toString("utf8");
}

/** The message of a `Status`, or what there is instead. */
function reasonIn(text: string): string {
  try {
    const { message } = JSON.parse(text) as { message?: unknown };
    if (typeof message === "string") return message.slice(0, SHOWN_CHARACTERS);
  } catch {
    // Not JSON: shown as it is.
  }
  return text.slice(0, SHOWN_CHARACTERS).replace(/\s+/g, " ");
}
