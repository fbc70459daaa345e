// Tokens that were handed out: `token.creation` by how they came about.
import { ROOT_NAMESPACE } from "#base/namespace.ts";
import type { Answer } from "#core/answer.ts";
import type { Route } from "#core/route.ts";
import { ttlBucket } from "#core/telemetry/ttl-bucket.ts";
import type { Meter } from "#metrics/meter.ts";

export class TokenMeters {
  readonly #meter: Meter;
  readonly #create;
  readonly #createAccessor;
  readonly #store;
  readonly #register;
  readonly #roots;

  constructor(meter: Meter) {
    this.#meter = meter;
    this.#create = meter.timer("token.create");
    this.#createAccessor = meter.timer("token.createAccessor");
    this.#store = meter.timer("token.store");
    this.#register = meter.timer("expire.register-auth");
    this.#roots = meter.counter("token.create_root");
  }

  /** An answer with a token has gone out: by then it is committed. */
  answered({ auth }: Answer, { mount, match }: Route, tookMs: number): void {
    const { type, path, kind } = mount.entry;
    if (!auth || kind !== "auth") return;
    // Renewals answer with the token too.
    if (type === "token" && !match?.path.pattern.startsWith("create")) return;
    this.#create.observe(tookMs);
    // A batch token is stored nowhere; counting it keeps "created and not yet stored" at nothing.
    this.#store.observe(tookMs);
    if (auth.type === "service") this.#createAccessor.observe(tookMs);
    if (auth.type === "service" && auth.leaseSeconds > 0) this.#register.observe(tookMs);
    if (auth.policies.includes("root")) this.#roots.add();
    this.#meter
      .counter("token.creation", {
        auth_method: type,
        mount_point: path,
        creation_ttl: ttlBucket(auth.leaseSeconds),
        token_type: auth.type,
        namespace: ROOT_NAMESPACE,
      })
      .add();
  }
}
