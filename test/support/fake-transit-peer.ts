// A peer cluster as a transit seal sees it: tokens with lives, logins, one key with versions; and every way in which a
// peer can be bad. It verifies what it is sent.
import { open, seal } from "#crypto/aes-gcm.ts";
import { randomBytes } from "#crypto/secure-random.ts";
import { type FakeAnswer, type FakeRequest, FakeVault } from "#test/fake-vault.ts";

export type PeerFault =
  | "silence"
  | "hang up"
  | "error 500"
  | "sealed"
  | "noise"
  | "no JSON"
  | "empty object"
  | "wrong type"
  | "own invention"
  | "other key"
  | "broken base64";

export interface FakeToken {
  /** Seconds it has left; 0: without end. */
  ttl: number;
  renewable: boolean;
}

const NOTHING = new Uint8Array(0);
const DENIED: FakeAnswer = { status: 403, json: { errors: ["permission denied"] } };

export class FakeTransitPeer implements AsyncDisposable {
  /** The n-th is version n + 1. */
  readonly keys: Uint8Array[] = [randomBytes(32)];
  readonly tokens = new Map<string, FakeToken>([
    ["canary-of-the-token-for-the-peer", { ttl: 0, renewable: false }],
  ]);
  /** Of AppRole by role id, of userpass by user name: secret and the life of the tokens that it gives. */
  readonly accounts = new Map<string, { secret: string; token: FakeToken }>();
  fault: PeerFault | undefined;
  /** What renewing gives instead of the token's own life. */
  renewedTtl: number | undefined;
  logins = 0;
  renewals = 0;
  /** Every plaintext it was given or gave. */
  readonly seen: string[] = [];
  #server: FakeVault | undefined;

  static async start(): Promise<FakeTransitPeer> {
    const peer = new FakeTransitPeer();
    peer.#server = await FakeVault.start((request) => peer.#answer(request));
    return peer;
  }

  get address(): string {
    return this.#server?.address ?? "";
  }

  get requests(): readonly FakeRequest[] {
    return this.#server?.requests ?? [];
  }

  rotate(): void {
    this.keys.push(randomBytes(32));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#server?.[Symbol.asyncDispose]();
  }

  #answer(request: FakeRequest): FakeAnswer | "hang up" | undefined {
    const broken = this.#broken(request);
    if (broken !== "works") return broken;
    const path = request.url.replace(/^\/v1\//, "");
    const body = request.body === "" ? {} : JSON.parse(request.body);
    const login = /^auth\/([\w/]+)\/login(?:\/(\w+))?$/.exec(path);
    if (login) return this.#logIn(login[2] ?? body.role_id, body.password ?? body.secret_id);
    const id = String(request.headers["x-vault-token"]);
    const token = this.tokens.get(id);
    if (!token) return DENIED;
    switch (path) {
      case "auth/token/lookup-self":
        return { json: { data: { ttl: token.ttl, renewable: token.renewable } } };
      case "auth/token/renew-self":
        return this.#renew(id, token);
      case "transit/encrypt/autounseal":
        return this.#encrypt(body.plaintext);
      case "transit/decrypt/autounseal":
        return this.#decrypt(body.ciphertext);
      default:
        return { status: 404, json: { errors: ["no handler for route"] } };
    }
  }

  #broken({ url }: FakeRequest): FakeAnswer | "hang up" | undefined | "works" {
    switch (this.fault) {
      case "silence":
        return undefined;
      case "hang up":
        return "hang up";
      case "error 500":
        return { status: 500, json: { errors: ["internal error"] } };
      case "sealed":
        return { status: 503, json: { errors: ["Vault is sealed"] } };
      case "noise":
        return { status: 200, text: Buffer.from(randomBytes(1_500_000)).toString("base64") };
      case "no JSON":
        return { status: 200, text: "<html>Please log in</html>" };
      case "empty object":
        return { json: {} };
      case "wrong type":
        return { json: { data: { plaintext: 7, ciphertext: [] } } };
      case "own invention":
        if (url.includes("/decrypt/"))
          return { json: { data: { plaintext: Buffer.alloc(32, 7).toString("base64") } } };
        return { json: { data: { ciphertext: "vault:v1:AAAA" } } };
      case "other key":
        if (url.includes("/decrypt/")) return "works";
        return { json: { data: { ciphertext: ciphertext(randomBytes(32), 1, randomBytes(32)) } } };
      case "broken base64":
        return { json: { data: { plaintext: "!!!", ciphertext: "vault:v1:!!!" } } };
      default:
        return "works";
    }
  }

  #logIn(account: unknown, secret: unknown): FakeAnswer {
    this.logins++;
    const known = this.accounts.get(String(account));
    if (!known || known.secret !== secret) return { status: 400, json: { errors: ["invalid credentials"] } };
    const id = `token-of-login-${this.logins}`;
    this.tokens.set(id, { ...known.token });
    return {
      json: { auth: { client_token: id, lease_duration: known.token.ttl, renewable: known.token.renewable } },
    };
  }

  #renew(id: string, token: FakeToken): FakeAnswer {
    this.renewals++;
    if (!token.renewable) return { status: 400, json: { errors: ["lease is not renewable"] } };
    const ttl = this.renewedTtl ?? token.ttl;
    return { json: { auth: { client_token: id, lease_duration: ttl, renewable: true } } };
  }

  #encrypt(plaintext: string): FakeAnswer {
    this.seen.push(plaintext);
    const version = this.keys.length;
    const key = this.keys.at(-1) ?? NOTHING;
    return {
      json: {
        data: {
          ciphertext: ciphertext(key, version, Buffer.from(plaintext, "base64")),
          key_version: version,
        },
      },
    };
  }

  #decrypt(text: string): FakeAnswer {
    const [, version, base64] = /^vault:v(\d+):(.+)$/.exec(text) ?? [];
    const key = this.keys[Number(version) - 1];
    const sealed = new Uint8Array(Buffer.from(base64 ?? "", "base64"));
    const plaintext = key && sealed.length >= 28 ? open(key, sealed, NOTHING) : undefined;
    if (!plaintext) return { status: 400, json: { errors: ["cipher: message authentication failed"] } };
    const encoded = Buffer.from(plaintext).toString("base64");
    this.seen.push(encoded);
    return { json: { data: { plaintext: encoded } } };
  }
}

function ciphertext(key: Uint8Array, version: number, plaintext: Uint8Array): string {
  return `vault:v${version}:${Buffer.from(seal(key, plaintext, NOTHING)).toString("base64")}`;
}
