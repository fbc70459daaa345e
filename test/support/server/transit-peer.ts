// A one-node cluster of our own whose transit engine guards another cluster's root key: what an operator prepares.
import { UnsealedServer } from "./unsealed-server.ts";

const POLICY = `path "transit/encrypt/autounseal" { capabilities = ["update"] }
path "transit/decrypt/autounseal" { capabilities = ["update"] }`;

export interface TokenWish {
  /** As "1h". */
  period?: string;
  ttl?: string;
}

export class TransitPeer implements AsyncDisposable {
  readonly server: UnsealedServer;

  private constructor(server: UnsealedServer) {
    this.server = server;
  }

  static async start(): Promise<TransitPeer> {
    const server = await UnsealedServer.start({ tls: false });
    const { root } = server;
    (await root.put("/v1/sys/mounts/transit", { type: "transit" })).expect(204);
    (await root.put("/v1/transit/keys/autounseal", {})).expect(200, 204);
    (await root.put("/v1/sys/policies/acl/autounseal", { policy: POLICY })).expect(204);
    return new TransitPeer(server);
  }

  get address(): string {
    return this.server.process.address;
  }

  /** One that may use the key and nothing else. */
  async makeToken(wish: TokenWish = { period: "1h" }): Promise<string> {
    const made = await this.server.root.put("/v1/auth/token/create-orphan", {
      policies: ["autounseal"],
      ...wish,
    });
    return made.expect(200).json.auth.client_token;
  }

  async makeUser(name: string, password: string): Promise<void> {
    const { root } = this.server;
    (await root.put("/v1/sys/auth/userpass", { type: "userpass" })).expect(204);
    const user = { password, token_policies: ["autounseal"], token_ttl: "1h" };
    (await root.put(`/v1/auth/userpass/users/${name}`, user)).expect(204);
  }

  async rotate(): Promise<void> {
    (await this.server.root.put("/v1/transit/keys/autounseal/rotate")).expect(200, 204);
  }

  /** Versions before the newest no longer decrypt. */
  async forgetOldVersions(): Promise<void> {
    const { latest_version: latest } = (await this.server.root.get("/v1/transit/keys/autounseal")).expect(
      200,
    ).data;
    const config = { min_decryption_version: latest };
    (await this.server.root.put("/v1/transit/keys/autounseal/config", config)).expect(200, 204);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.server[Symbol.asyncDispose]();
  }
}
