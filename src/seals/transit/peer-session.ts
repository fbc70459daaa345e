// A standing with the peer: a client and a token that is renewed, replaced by a new login, or read anew when its file
// changes. A refused token is replaced once a call, so that whoever puts a new one in place needs no restart.
import type { Clock } from "#base/clock.ts";
import type { Logger } from "#base/logger.ts";
import type { Pause } from "#base/pause.ts";
import { ApiError } from "#client/api-error.ts";
import { numberOf } from "#client/json-text.ts";
import { VaultClient } from "#client/vault-client.ts";
import { equalSecrets } from "#crypto/equal.ts";
import { FileStamps, filesOf } from "./file-stamps.ts";
import { logIn } from "./log-in.ts";
import { dueStep, lifeOf, nextLook, type PeerToken } from "./peer-token.ts";
import type { TransitSettings } from "./transit-settings.ts";
import { whyPeerFailed } from "./why-peer-failed.ts";

export interface PeerSurroundings {
  readonly clock: Clock;
  readonly pause: Pause;
  readonly logger: Logger;
}

const LOOK_MS = 1000;
const RETRY_MS = 5000;
/** Over all of one call, redirects included. */
const TIMEOUT_MS = 10_000;
/** No answer of a transit engine to one small item comes near. */
const MAX_ANSWER_BYTES = 64 * 1024;
const DAY_MS = 24 * 3600 * 1000;

export class PeerSession {
  readonly #surroundings: PeerSurroundings;
  readonly #closing = new AbortController();
  readonly #looking: Promise<void>;
  #settings: TransitSettings;
  #files: FileStamps;
  #client: VaultClient;
  #token: PeerToken | undefined;
  #obtaining: Promise<PeerToken> | undefined;

  constructor(settings: TransitSettings, surroundings: PeerSurroundings) {
    this.#settings = settings;
    this.#surroundings = surroundings;
    this.#client = connect(settings);
    this.#files = new FileStamps(filesOf(settings));
    this.#looking = this.#look();
  }

  /** `undefined`: it never ends, or nobody knows. */
  get tokenTtlSeconds(): number | undefined {
    const endsAtMs = this.#token?.life?.endsAtMs;
    return endsAtMs === undefined ? undefined : Math.max(0, (endsAtMs - this.#nowMs) / 1000);
  }

  /** Posts JSON. @returns the answer's body, the caller's to wipe. @throws CredentialError, ApiError, TransportError */
  async send(path: string, body: Uint8Array): Promise<Uint8Array> {
    const token = this.#token ?? (await this.#obtain());
    try {
      return await this.#post(path, body, token);
    } catch (error) {
      if (!(error instanceof ApiError) || error.status !== 403) throw error;
      const next = this.#token === token ? await this.#obtain() : (this.#token ?? (await this.#obtain()));
      if (sameToken(next, token)) throw error;
      return await this.#post(path, body, next);
    }
  }

  /** Other credentials or certificates, or the same settings with files to be read anew. */
  reload(settings: TransitSettings): void {
    if (this.#closing.signal.aborted) return;
    const before = this.#client;
    this.#settings = settings;
    this.#files = new FileStamps(filesOf(settings));
    this.#client = connect(settings);
    this.#token?.secret.wipe();
    this.#token = undefined;
    this.#obtaining = undefined;
    // Calls under way end with the old connections: their callers try again.
    before.close();
  }

  async close(): Promise<void> {
    this.#closing.abort();
    this.#client.close();
    this.#token?.secret.wipe();
    this.#token = undefined;
    await this.#looking;
  }

  get #nowMs(): number {
    return this.#surroundings.clock.monotonicMs();
  }

  async #post(path: string, body: Uint8Array, token: PeerToken): Promise<Uint8Array> {
    const headers = [["Content-Type", "application/json"]] as const;
    const client = this.#client.with({ token: token.secret });
    return (await client.call({ method: "POST", path, body, headers, repeatable: true })).bytes;
  }

  /** One login for all who need it at the same time. */
  #obtain(): Promise<PeerToken> {
    if (this.#obtaining) return this.#obtaining;
    const obtaining = this.#logIn();
    this.#obtaining = obtaining;
    const done = (): void => {
      if (this.#obtaining === obtaining) this.#obtaining = undefined;
    };
    obtaining.then(done, done);
    return obtaining;
  }

  async #logIn(): Promise<PeerToken> {
    const settings = this.#settings;
    const { secret, grant } = await logIn(settings.login, this.#client);
    const isFromLogin = grant !== undefined;
    const life = grant && lifeOf(grant.seconds, grant.isRenewable, this.#nowMs);
    const token: PeerToken = {
      secret,
      isFromLogin,
      firstGrantMs: life?.grantedMs ?? 0,
      life,
      nextMs: isFromLogin ? nextLook(life, this.#nowMs) : 0,
    };
    if (this.#closing.signal.aborted) secret.wipe();
    else if (settings === this.#settings) this.#token = token;
    if (isFromLogin)
      this.#surroundings.logger.info("logged in to the seal's peer", { method: settings.login.method });
    return token;
  }

  async #look(): Promise<void> {
    const { signal } = this.#closing;
    while (!signal.aborted) {
      await this.#surroundings.pause(LOOK_MS, signal);
      if (signal.aborted) return;
      if (this.#files.haveChanged()) {
        this.#surroundings.logger.info(
          "the seal's credentials or certificates have changed and are read anew",
        );
        this.reload(this.#settings);
      }
      const token = this.#token;
      if (token && this.#nowMs >= token.nextMs) await this.#attend(token);
    }
  }

  async #attend(token: PeerToken): Promise<void> {
    try {
      await this.#take(token);
    } catch (error) {
      this.#surroundings.logger.warn("the token for the seal's peer could not be kept alive", {
        reason: whyPeerFailed(error),
        ttl_seconds: this.#ttlForLog(),
      });
      this.#keep(token, { ...token, nextMs: this.#nowMs + RETRY_MS });
    }
  }

  async #take(token: PeerToken): Promise<void> {
    switch (dueStep(token, this.#settings.renewsToken)) {
      case "look up":
        return await this.#lookUp(token);
      case "renew":
        return await this.#renew(token);
      case "replace":
        await this.#obtain();
        return;
      case "warn":
        this.#warnOfTheEnd(token);
        return await this.#lookUp(token);
      case "nothing":
        return this.#keep(token, { ...token, nextMs: this.#nowMs + DAY_MS });
    }
  }

  async #lookUp(token: PeerToken): Promise<void> {
    const answer = await this.#client.with({ token: token.secret }).read("auth/token/lookup-self");
    const seconds = numberOf(answer?.data?.ttl) ?? 0;
    this.#grant(token, seconds, answer?.data?.renewable === true);
  }

  async #renew(token: PeerToken): Promise<void> {
    const answer = await this.#client.with({ token: token.secret }).write("auth/token/renew-self", {});
    this.#grant(token, answer?.auth?.leaseDurationSeconds ?? 0, answer?.auth?.renewable === true);
    this.#surroundings.logger.debug("the token for the seal's peer was renewed", {
      ttl_seconds: this.#ttlForLog(),
    });
  }

  #grant(token: PeerToken, seconds: number, isRenewable: boolean): void {
    const life = lifeOf(seconds, isRenewable, this.#nowMs);
    const firstGrantMs = token.firstGrantMs || life.grantedMs;
    const nextMs = nextLook(life, this.#nowMs);
    this.#keep(token, { ...token, life, firstGrantMs, nextMs });
    const isShort = life.endsAtMs !== undefined && !token.isFromLogin && !isRenewable;
    if (isShort && token.life === undefined) this.#warnOfTheEnd({ ...token, life });
  }

  /** Unless another took its place meanwhile. */
  #keep(before: PeerToken, after: PeerToken): void {
    if (this.#token === before) this.#token = after;
  }

  #warnOfTheEnd({ life }: PeerToken): void {
    this.#surroundings.logger.warn(
      "the token for the seal's peer can not be renewed: put another in its place before it ends",
      { ttl_seconds: life?.endsAtMs === undefined ? 0 : Math.round((life.endsAtMs - this.#nowMs) / 1000) },
    );
  }

  #ttlForLog(): number | undefined {
    const seconds = this.tokenTtlSeconds;
    return seconds === undefined ? undefined : Math.round(seconds);
  }
}

function connect({ address, namespace, tls }: TransitSettings): VaultClient {
  return new VaultClient({
    address,
    namespace,
    tls,
    timeoutMs: TIMEOUT_MS,
    retries: 0,
    maxAnswerBytes: MAX_ANSWER_BYTES,
  });
}

function sameToken(a: PeerToken, b: PeerToken): boolean {
  return equalSecrets(a.secret.reveal(), b.secret.reveal());
}
