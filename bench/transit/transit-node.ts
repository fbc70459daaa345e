// The node that the transit bench loads: a whole server process with transit and kv v2, and a token like an
// application's.
import { UnsealedServer } from "#test/server/unsealed-server.ts";
import type { Target } from "../load/http1-client.ts";
import type { RequestParts } from "../load/request-parts.ts";
import { BATCH_ITEMS, requestOf, type TransitRow } from "./transit-requests.ts";

const POLICY = `
path "transit/+/*" { capabilities = ["update"] }
path "kv/data/*" { capabilities = ["create", "read", "update"] }
`;
const KEYS = { bench: "aes256-gcm96", "bench-ed25519": "ed25519", "bench-rsa-2048": "rsa-2048" };
export const KV_SECRETS = 200;

export class TransitNode implements AsyncDisposable {
  readonly #server: UnsealedServer;
  readonly #token: string;
  readonly #ciphertexts: readonly string[];

  private constructor(server: UnsealedServer, token: string, ciphertexts: readonly string[]) {
    this.#server = server;
    this.#token = token;
    this.#ciphertexts = ciphertexts;
  }

  /** `folder` is there and stays. */
  static async start(folder: string): Promise<TransitNode> {
    const server = await UnsealedServer.start({ folder, tls: false });
    const { root } = server;
    (await root.put("/v1/sys/mounts/transit", { type: "transit" })).expect(204);
    (await root.put("/v1/sys/mounts/kv", { type: "kv", options: { version: "2" } })).expect(204);
    (await root.put("/v1/sys/policies/acl/app", { policy: POLICY })).expect(204);
    for (const [name, type] of Object.entries(KEYS)) {
      (await root.put(`/v1/transit/keys/${name}`, { type })).expect(200);
    }
    for (let at = 0; at < KV_SECRETS; at++) {
      (await root.put(`/v1/kv/data/app/${at}`, { data: { password: "s3cr3t-0123456789" } })).expect(200);
    }
    const made = await root.put("/v1/auth/token/create", { policies: ["app"], ttl: "24h" });
    const batch_input = Array.from({ length: BATCH_ITEMS }, (_, at) => ({ plaintext: btoa(`secret ${at}`) }));
    const encrypted = await root.put("/v1/transit/encrypt/bench", { batch_input });
    const results: { ciphertext: string }[] = encrypted.expect(200).json.data.batch_results;
    const ciphertexts = results.map(({ ciphertext }) => ciphertext);
    return new TransitNode(server, made.expect(200).json.auth.client_token, ciphertexts);
  }

  get pid(): number {
    return this.#server.process.pid;
  }

  get target(): Target {
    return { host: "127.0.0.1", port: Number(new URL(this.#server.process.address).port), protocol: "http1" };
  }

  requestOf(row: TransitRow): RequestParts {
    return { ...requestOf(row, this.#ciphertexts), token: this.#token };
  }

  get kvRead(): RequestParts {
    return { method: "GET", path: "/v1/kv/data/app/{n}", token: this.#token };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#server[Symbol.asyncDispose]();
  }
}
