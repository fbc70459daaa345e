// The cluster's side of joining: challenges, and the judgement of answers (design §4). Stateless: any unsealed leader
// may judge what another one asked.
import { decodeBase64, encodeBase64 } from "#base/bytes.ts";
import { VaultError } from "#base/vault-error.ts";
import { isValidChallenge, makeChallenge } from "#cluster/joining/join-challenge.ts";
import { isJoinProof, type JoinWish, joinKey, proveAcceptance } from "#cluster/joining/join-proof.ts";
import { parseHostPort } from "#cluster/members/host-port.ts";
import { memberKey, memberRecord } from "#cluster/members/member.ts";
import { isPin } from "#cluster/tls/certificate-pin.ts";
import type { JoinAnswer } from "#core/cluster/raft-desk.ts";
import { ROOT_KEY_KEY, SEAL_CONFIG_KEY, sealConfigRecord } from "#core/sealing/seal-records.ts";
import type { Transaction } from "#core/transaction.ts";
import type { MemberView } from "../../links/cluster-messages.ts";
import { writeMember } from "../../members/write-member.ts";
import type { Foundation } from "../foundation.ts";
import type { ClusterRoom } from "./cluster-room.ts";
import type { MembershipChanges, MembershipSteps } from "./membership-changes.ts";
import type { PeerDesk } from "./peer-desk.ts";

export interface AdmissionOptions {
  readonly foundation: Foundation;
  readonly peers: PeerDesk;
  readonly changes: MembershipChanges;
  /** A view, all zeroes while sealed. */
  readonly rootKey: () => Uint8Array;
}

/** A member that was heard so lately is not lost. */
const REACHABLE_MS = 5000;

export class Admission {
  readonly #options: AdmissionOptions;
  readonly #room: ClusterRoom;

  constructor(options: AdmissionOptions) {
    this.#options = options;
    this.#room = options.peers.room;
  }

  /** What only a holder of the seal can answer. */
  challenge(serverId: string) {
    const { barrier, store, logTimeMs } = this.#options.foundation;
    const config = store.get(SEAL_CONFIG_KEY);
    const rootKey = store.get(ROOT_KEY_KEY);
    if (!config || !rootKey) throw new VaultError("internal", "the seal's records are missing");
    const { type, shares, threshold } = sealConfigRecord.decode(config.value);
    return {
      challenge: makeChallenge(barrier, serverId, logTimeMs()),
      seal_config: { type, secret_shares: shares, secret_threshold: threshold },
      root_key: encodeBase64(rootKey.value),
    };
  }

  /** @throws VaultError invalid_request when the answer is wrong */
  async answer(answer: JoinAnswer) {
    const { changes, peers } = this.#options;
    const wish = wishOf(answer);
    this.#demandProof(answer, wish);
    await changes.run((transaction) => this.#decide(transaction, wish));
    const [view, status] = await Promise.all([
      peers.consensus.call("clusterView"),
      peers.consensus.call("clusterStatus"),
    ]);
    if (!view.ids) throw new VaultError("internal", "an initialised cluster has an id");
    const acceptance = { ...view.ids, index: status.membersIndex, members: view.members };
    return {
      cluster_id: view.ids.clusterId,
      lineage_id: view.ids.lineageId,
      index: String(acceptance.index),
      peers: view.members.map(peerBody),
      proof: this.#withJoinKey((key) =>
        encodeBase64(proveAcceptance(key, { challenge: answer.challenge, wish }, acceptance)),
      ),
    };
  }

  #demandProof(answer: JoinAnswer, wish: JoinWish): void {
    const { barrier, logTimeMs } = this.#options.foundation;
    const { challenge, serverId } = answer;
    const proof = decodeBase64(answer.answer);
    const isRight =
      proof !== undefined &&
      isValidChallenge(barrier, challenge, { serverId, nowMs: logTimeMs() }) &&
      this.#withJoinKey((key) => isJoinProof(key, proof, challenge, wish));
    if (!isRight) throw new VaultError("invalid_request", "invalid answer given");
  }

  #withJoinKey<T>(use: (key: Uint8Array) => T): T {
    const { barrier } = this.#options.foundation;
    const { epoch } = barrier;
    if (barrier.isSealed) throw new VaultError("sealed", "Vault is sealed");
    const key = joinKey(this.#options.rootKey());
    try {
      const made = use(key);
      if (barrier.epoch !== epoch) throw new VaultError("sealed", "Vault is sealed");
      return made;
    } finally {
      key.fill(0);
    }
  }

  async #decide(transaction: Transaction, wish: JoinWish): Promise<MembershipSteps | undefined> {
    const { incarnation, nodeId, clusterAddr, forwardingAddr, pins, isNonVoter } = wish;
    const stored = this.#options.foundation.store.get(memberKey(incarnation));
    const known = stored && memberRecord.decode(stored.value);
    if (known?.removedAtMs !== undefined) {
      const message =
        "this node was removed from the cluster: it can join again with an empty data directory";
      throw new VaultError("invalid_request", message);
    }
    const contact = { incarnation, clusterAddr, forwardingAddr, pins };
    if (known) return this.#again(transaction, { ...known, ...contact }, known);
    const namesake = this.#room.named(nodeId);
    if (namesake) await this.#demandLost(namesake);
    const wantsVote = !isNonVoter;
    writeMember(transaction, { ...contact, nodeId, wantsVote, joinedAtMs: transaction.nowMs });
    if (!namesake) return [{ action: "add-learner", nodeId: incarnation }];
    markRemoved(transaction, namesake);
    // In the lost one's place at once: waiting would only leave fewer votes than there were.
    const action = namesake.isVoter && wantsVote ? "add-voter" : "add-learner";
    return [
      { action: "remove", nodeId: namesake.incarnation },
      { action, nodeId: incarnation },
    ];
  }

  /** It is a member already, and asks again: perhaps it is somewhere else now. */
  #again(
    transaction: Transaction,
    member: Parameters<typeof writeMember>[1],
    known: Parameters<typeof writeMember>[1],
  ): MembershipSteps | undefined {
    if (JSON.stringify(member) === JSON.stringify(known)) return undefined;
    writeMember(transaction, member);
    return [{ action: "update", nodeId: member.incarnation }];
  }

  /** @throws VaultError when a node of this name is there */
  async #demandLost({ incarnation, nodeId }: MemberView): Promise<void> {
    const { progress, isOpenLeader } = await this.#options.peers.consensus.call("clusterStatus");
    const found = progress.find((member) => member.incarnation === incarnation);
    const isReachable = found?.isConnected || (found?.heardMsAgo ?? REACHABLE_MS) < REACHABLE_MS;
    if (isReachable || !isOpenLeader) {
      throw new VaultError(
        "invalid_request",
        `a node with the id "${nodeId}" is a member, and can be reached`,
      );
    }
  }
}

/** Its record stays, so that it can be told. */
export function markRemoved(transaction: Transaction, member: MemberView): void {
  const { incarnation, nodeId, clusterAddr, forwardingAddr, pins, wantsVote, joinedAtMs } = member;
  const removedAtMs = transaction.nowMs;
  const contact = { incarnation, clusterAddr, forwardingAddr, pins };
  writeMember(transaction, { ...contact, nodeId, wantsVote, joinedAtMs, removedAtMs });
}

/** @throws VaultError invalid_request naming what is wrong */
function wishOf(answer: JoinAnswer): JoinWish {
  const { serverId, clusterAddr, forwardingAddr, pin, isNonVoter } = answer;
  const incarnation = Number(answer.incarnation);
  if (!/^\d{1,16}$/.test(answer.incarnation) || !Number.isSafeInteger(incarnation) || incarnation === 0) {
    throw new VaultError("invalid_request", "incarnation: expected a whole number");
  }
  for (const [name, address] of [
    ["cluster_addr", clusterAddr],
    ["forwarding_addr", forwardingAddr],
  ] as const) {
    if (address.length > 300 || !parseHostPort(address)) {
      throw new VaultError("invalid_request", `${name}: expected host:port`);
    }
  }
  if (!isPin(pin))
    throw new VaultError("invalid_request", "certificate_sha256: expected 64 hexadecimal digits");
  return { incarnation, nodeId: serverId, clusterAddr, forwardingAddr, pins: [pin], isNonVoter };
}

function peerBody({ incarnation, nodeId, clusterAddr, forwardingAddr, pins }: MemberView) {
  return {
    incarnation: String(incarnation),
    node_id: nodeId,
    cluster_addr: clusterAddr,
    forwarding_addr: forwardingAddr,
    certificates_sha256: [...pins],
  };
}
