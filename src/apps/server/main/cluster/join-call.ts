// The joining node's side of the way in, over the API of a member (design §4): a challenge that only a holder of the
// seal can answer, and an answer that proves the same of the cluster.
import { decodeBase64, encodeBase64, utf8 } from "#base/bytes.ts";
import { ApiError } from "#client/api-error.ts";
import { isJsonObject, type Json, type JsonObject } from "#client/json-text.ts";
import type { TlsSettings } from "#client/tls-settings.ts";
import { VaultClient } from "#client/vault-client.ts";
import {
  type Acceptance,
  type JoinWish,
  joinKey,
  proveAcceptance,
  proveJoin,
} from "#cluster/joining/join-proof.ts";
import type { JoinTarget } from "#core/cluster/raft-desk.ts";
import { equalSecrets } from "#crypto/equal.ts";

export interface JoinChallenge {
  readonly challenge: string;
  readonly sealType: string;
  readonly shares: number;
  readonly threshold: number;
  readonly wrappedRootKey: Uint8Array;
}

const TIMEOUT_MS = 10_000;
const MAX_ANSWER_BYTES = 1024 * 1024;
const CHALLENGE = "sys/storage/raft/bootstrap/challenge";
const ANSWER = "sys/storage/raft/bootstrap/answer";

export class JoinCall implements Disposable {
  readonly #client: VaultClient;

  /** @throws TypeError when the address is none */
  constructor(target: JoinTarget) {
    this.#client = new VaultClient({
      address: target.leaderApiAddr,
      tls: tlsOf(target),
      timeoutMs: TIMEOUT_MS,
      retries: 0,
      maxAnswerBytes: MAX_ANSWER_BYTES,
    });
  }

  /** @throws ApiError, TransportError; TypeError when the answer is none */
  async challenge(nodeId: string): Promise<JoinChallenge> {
    const data = await this.#ask(CHALLENGE, { server_id: nodeId });
    const { challenge, seal_config: config, root_key: rootKey } = data;
    const wrappedRootKey = decodeBase64(String(rootKey));
    if (typeof challenge !== "string" || !isJsonObject(config) || !wrappedRootKey) throw noAnswer(CHALLENGE);
    return {
      challenge,
      wrappedRootKey,
      sealType: String(config.type),
      shares: Number(config.secret_shares),
      threshold: Number(config.secret_threshold),
    };
  }

  /** @throws ApiError, TransportError; TypeError when whoever answers does not know the root key */
  async answer(challenge: string, wish: JoinWish, rootKey: Uint8Array): Promise<Acceptance> {
    const key = joinKey(rootKey);
    try {
      const data = await this.#ask(ANSWER, {
        server_id: wish.nodeId,
        challenge,
        answer: encodeBase64(proveJoin(key, challenge, wish)),
        incarnation: String(wish.incarnation),
        cluster_addr: wish.clusterAddr,
        forwarding_addr: wish.forwardingAddr,
        certificate_sha256: wish.pins[0] ?? "",
        non_voter: wish.isNonVoter,
      });
      const acceptance = acceptanceOf(data);
      const proof = decodeBase64(String(data.proof)) ?? new Uint8Array(0);
      if (!equalSecrets(proof, proveAcceptance(key, { challenge, wish }, acceptance))) {
        throw new TypeError("whoever answered does not hold the cluster's root key");
      }
      return acceptance;
    } finally {
      key.fill(0);
    }
  }

  [Symbol.dispose](): void {
    this.#client.close();
  }

  async #ask(path: string, body: JsonObject): Promise<JsonObject> {
    const envelope = await this.#client.write(path, body);
    if (!isJsonObject(envelope?.data)) throw noAnswer(path);
    return envelope.data;
  }
}

/** One sentence, as a log line or an answer shows it. */
export function reasonOf(error: unknown): string {
  if (error instanceof ApiError) return error.errors.join("; ") || `status ${error.status}`;
  return error instanceof Error ? error.message : String(error);
}

function tlsOf({ caCert, clientCert, clientKey, tlsServerName }: JoinTarget): TlsSettings {
  return {
    ...(caCert !== "" && { caBytes: utf8(caCert) }),
    ...(clientCert !== "" && { certificateBytes: utf8(clientCert), keyBytes: utf8(clientKey) }),
    ...(tlsServerName !== "" && { serverName: tlsServerName }),
  };
}

/** @throws TypeError */
function acceptanceOf(data: JsonObject): Acceptance {
  const { cluster_id: clusterId, lineage_id: lineageId, index, peers } = data;
  if (typeof clusterId !== "string" || typeof lineageId !== "string" || !Array.isArray(peers)) {
    throw noAnswer(ANSWER);
  }
  return { clusterId, lineageId, index: Number(index), members: peers.map(contactOf) };
}

function contactOf(peer: Json) {
  if (!isJsonObject(peer) || !Array.isArray(peer.certificates_sha256)) throw noAnswer(ANSWER);
  return {
    incarnation: Number(peer.incarnation),
    clusterAddr: String(peer.cluster_addr),
    forwardingAddr: String(peer.forwarding_addr),
    pins: peer.certificates_sha256.map(String),
  };
}

function noAnswer(path: string): TypeError {
  return new TypeError(`the answer to ${path} is none that this version understands`);
}
