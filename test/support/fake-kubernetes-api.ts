// A Kubernetes API server that holds one pod: checks what it is asked as the real one does, and applies JSON Patches by
// RFC 6902, whole or not at all.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import type { IncomingMessage, ServerResponse } from "node:http";
import { createServer, type Server } from "node:https";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { makeSelfSignedCertificate } from "#crypto/self-signed-certificate.ts";

type Json = null | boolean | number | string | Json[] | { [name: string]: Json };

interface Operation {
  op: string;
  path: string;
  value: Json;
}

export class FakeKubernetesApi implements AsyncDisposable {
  /** What the pod is now. */
  pod: { metadata: { name: string; labels?: Record<string, string>; [more: string]: Json | undefined } };
  /** Every patch that was applied. */
  readonly patches: Operation[][] = [];
  /** Refused with this, while it is set. */
  refusal: { status: number; message: string } | undefined;
  /** The token that is good now. */
  token = "first-token";
  readonly folder: string;
  readonly #server: Server;

  private constructor(server: Server, folder: string, labels: Record<string, string> | undefined) {
    this.#server = server;
    this.folder = folder;
    this.pod = { metadata: { name: "coffer-0", ...(labels && { labels }) } };
    server.on("request", (incoming, outgoing) => void this.#serve(incoming, outgoing));
  }

  static async start(labels?: Record<string, string>): Promise<FakeKubernetesApi> {
    const made = await makeSelfSignedCertificate({ names: ["kubernetes"], addresses: ["127.0.0.1"] });
    const folder = mkdtempSync(join(tmpdir(), "coffer-kubernetes-"));
    writeFileSync(join(folder, "ca.crt"), made.certificatePem);
    const server = createServer({ cert: made.certificatePem, key: made.keyPem });
    const api = new FakeKubernetesApi(server, folder, labels);
    api.rotateToken(api.token);
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    return api;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  /** A new token, in the file too; projected tokens end with a newline in no cluster, in some tests' they do. */
  rotateToken(token: string): void {
    this.token = token;
    writeFileSync(join(this.folder, "token"), `${token}\n`);
  }

  async #serve(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk as Buffer);
    const { status, json } = this.#answer(incoming, Buffer.concat(chunks).toString());
    outgoing.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(json));
  }

  #answer({ method, url, headers }: IncomingMessage, body: string): { status: number; json: unknown } {
    if (this.refusal) return failure(this.refusal.status, this.refusal.message);
    if (headers.authorization !== `Bearer ${this.token}`) return failure(401, "Unauthorized");
    if (url !== "/api/v1/namespaces/vault/pods/coffer-0") return failure(404, `nothing at ${url}`);
    if (method === "GET") return { status: 200, json: this.pod };
    if (method !== "PATCH") return failure(405, "method not allowed");
    if (headers["content-type"] !== "application/json-patch+json") return failure(415, "unsupported patch");
    return this.#patch(JSON.parse(body) as Operation[]);
  }

  #patch(operations: Operation[]): { status: number; json: unknown } {
    const changed = structuredClone(this.pod);
    try {
      for (const operation of operations) apply(changed, operation);
    } catch (error) {
      return failure(422, (error as Error).message);
    }
    for (const [name, value] of Object.entries(changed.metadata.labels ?? {})) {
      if (!/^([A-Za-z0-9]([\w.-]{0,61}[A-Za-z0-9])?)?$/.test(value))
        return failure(422, `label ${name}: ${value}`);
    }
    this.pod = changed;
    this.patches.push(operations);
    return { status: 200, json: this.pod };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    rmSync(this.folder, { recursive: true });
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}

function failure(code: number, message: string): { status: number; json: unknown } {
  return { status: code, json: { kind: "Status", status: "Failure", code, message } };
}

/** `add` and `replace` of a member: its parent must exist, and for `replace` it itself. */
function apply(document: object, { op, path, value }: Operation): void {
  const parts = path
    .split("/")
    .slice(1)
    .map((part) => part.replaceAll("~1", "/").replaceAll("~0", "~"));
  const last = parts.pop();
  let parent: unknown = document;
  for (const part of parts) parent = (parent as Record<string, unknown> | undefined)?.[part];
  if (last === undefined || typeof parent !== "object" || parent === null)
    throw new Error(`no parent of ${path}`);
  if (op === "replace" && !Object.hasOwn(parent, last)) throw new Error(`nothing to replace at ${path}`);
  if (op !== "add" && op !== "replace") throw new Error(`unknown operation ${op}`);
  (parent as Record<string, unknown>)[last] = value;
}
