// The node that the kv bench loads: a whole server process with a kv v1 and a kv v2 mount of `keys` secrets each, and a
// token like an application's: two policies, no root.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { makeSelfSignedCertificate } from "#crypto/self-signed-certificate.ts";
import { freePort } from "#test/server/free-port.ts";
import { UnsealedServer } from "#test/server/unsealed-server.ts";
import type { Target } from "../load/http1-client.ts";
import { Load } from "../load/load.ts";
import { requestOf } from "./kv-requests.ts";

const FILL_CONNECTIONS = 128;
const POLICY = `
path "v1/*" { capabilities = ["create", "read", "update", "delete", "list"] }
path "v2/data/*" { capabilities = ["create", "read", "update", "delete", "list"] }
path "v2/metadata/*" { capabilities = ["read", "list"] }
`;

export class KvNode implements AsyncDisposable {
  readonly keys: number;
  readonly token: string;
  readonly #server: UnsealedServer;
  readonly #tlsPort: number;

  private constructor(server: UnsealedServer, options: { keys: number; token: string; tlsPort: number }) {
    this.#server = server;
    this.keys = options.keys;
    this.token = options.token;
    this.#tlsPort = options.tlsPort;
  }

  /** `folder` is there and stays. */
  static async start(folder: string, keys: number): Promise<KvNode> {
    const tlsPort = await freePort();
    const config = await tlsListener(folder, tlsPort);
    const server = await UnsealedServer.start({ folder, tls: false, config });
    const { root } = server;
    (await root.put("/v1/sys/mounts/v1", { type: "kv" })).expect(204);
    (await root.put("/v1/sys/mounts/v2", { type: "kv", options: { version: "2" } })).expect(204);
    (await root.put("/v1/sys/policies/acl/app", { policy: POLICY })).expect(204);
    const made = await root.put("/v1/auth/token/create", { policies: ["app"], ttl: "24h" });
    const token: string = made.expect(200).json.auth.client_token;
    const node = new KvNode(server, { keys, token, tlsPort });
    await node.#fill();
    return node;
  }

  get pid(): number {
    return this.#server.process.pid;
  }

  get plain(): Target {
    return { host: "127.0.0.1", port: Number(new URL(this.#server.process.address).port), protocol: "http1" };
  }

  tls(protocol: Target["protocol"]): Target {
    const ca = readFileSync(join(this.#server.process.folder, "listener.pem"), "utf8");
    return { host: "127.0.0.1", port: this.#tlsPort, protocol, ca };
  }

  async enableAudit(): Promise<void> {
    const filePath = join(this.#server.process.folder, "audit.log");
    const made = await this.#server.root.put("/v1/sys/audit/file", {
      type: "file",
      options: { file_path: filePath },
    });
    made.expect(204);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#server[Symbol.asyncDispose]();
  }

  async #fill(): Promise<void> {
    for (const row of ["kv1 write", "kv2 write"] as const) {
      using load = await Load.open({
        target: this.plain,
        connections: FILL_CONNECTIONS,
        request: requestOf(row, this.token),
        keys: this.keys,
      });
      await load.each();
    }
  }
}

async function tlsListener(folder: string, port: number): Promise<string> {
  const made = await makeSelfSignedCertificate({ names: ["localhost"], addresses: ["127.0.0.1"] });
  const [certificate, key] = [join(folder, "listener.pem"), join(folder, "listener.key")];
  writeFileSync(certificate, made.certificatePem);
  writeFileSync(key, made.keyPem, { mode: 0o600 });
  return `listener "tcp" {
  address = "127.0.0.1:${port}"
  cluster_address = "127.0.0.1:${port + 1}"
  tls_cert_file = "${certificate}"
  tls_key_file = "${key}"
}`;
}
