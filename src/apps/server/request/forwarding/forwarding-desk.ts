// A request thread's part in serving from any node: what arrives here is served here or by the leader, and what other
// nodes forward is served while this one leads.
import type { MaybePromise } from "#base/maybe-promise.ts";
import { AnyNode, type Leader } from "#cluster/forwarding/any-node.ts";
import { LeaderLinks } from "#cluster/forwarding/caller/leader-links.ts";
import { ForwardError } from "#cluster/forwarding/forward-error.ts";
import { forwardingProof } from "#cluster/forwarding/opening/forwarding-proof.ts";
import { ForwardingService } from "#cluster/forwarding/receiver/forwarding-service.ts";
import { parseHostPort } from "#cluster/members/host-port.ts";
import type { MemberService } from "#cluster/peers/member-port.ts";
import { dialPinned } from "#cluster/tls/pinned-dial.ts";
import type { Request } from "#contract/request.ts";
import type { Answer } from "#core/core.ts";
import type { Outcome } from "#http/write-answer.ts";
import type { ForwardMeter } from "../../observability/requests/forward-meter.ts";
import type { Foundation } from "../foundation.ts";
import type { MemberGuard } from "../peers/member-guard.ts";
import type { PeerDesk } from "../peers/peer-desk.ts";
import { servedForMember } from "./served-for-member.ts";

export interface ForwardingDeskOptions {
  readonly foundation: Foundation;
  readonly peers: PeerDesk;
  readonly guard: MemberGuard;
  /** This node's incarnation. */
  readonly self: number;
  /** A view, all zeroes while sealed. */
  readonly rootKey: () => Uint8Array;
  /** Behind the gate of reads. @throws VaultError */
  readonly serve: (request: Request) => MaybePromise<Answer>;
  readonly meter: ForwardMeter;
  /** Of all listeners the longest. */
  readonly maxRequestMs: number;
  /** Of all listeners the largest body. */
  readonly maxRequestBytes: number;
}

const DIAL_MS = 1500;
const OPENING_MS = 2000;
const MAX_MESSAGE_BYTES = 1024 * 1024;
/** Beside a body: names, headers, a certificate. And an answer may be larger than what was asked. */
const AROUND_BYTES = 1024 * 1024;
const MAX_CALLS = 4096;

export class ForwardingDesk {
  readonly #options: ForwardingDeskOptions;
  readonly #links: LeaderLinks;
  readonly #anyNode: AnyNode<Answer>;
  readonly #limits;
  readonly #service: ForwardingService;

  constructor(options: ForwardingDeskOptions) {
    const { foundation, serve, maxRequestMs, maxRequestBytes } = options;
    const { clock, pause, logger } = foundation;
    this.#options = options;
    const maxBytes = 2 * maxRequestBytes + AROUND_BYTES;
    this.#limits = { maxBytes, maxTotalBytes: 4 * maxBytes, maxCalls: MAX_CALLS };
    this.#links = new LeaderLinks({
      leader: () => this.#leader(),
      connect: (leader) => this.#connect(leader),
      prove: (message) => this.#prove(message),
      limits: { ...this.#limits, maxMessageBytes: MAX_MESSAGE_BYTES },
      clock,
      maxRequestMs,
      lost: ({ id }, reason) => {
        const leader = options.peers.room.member(id)?.nodeId ?? String(id);
        logger.named("forwarding").debug("no link to the leader any more", { leader, reason });
      },
    });
    this.#anyNode = new AnyNode({
      isLeading: () => this.#isLeading(),
      leader: () => this.#leader(),
      serve,
      forward: (leader, request) => options.meter.measure(() => this.#links.forward(leader, request)),
      clock,
      pause,
    });
    this.#service = this.#makeService();
  }

  /** @throws VaultError */
  handle(request: Request): MaybePromise<Outcome> {
    return this.#anyNode.handle(request);
  }

  /** What members may ask. */
  get service(): MemberService {
    return this.#service;
  }

  #makeService(): ForwardingService {
    const { foundation, self, serve } = this.#options;
    const logger = foundation.logger.named("forwarding");
    const served = {
      isLeading: () => this.#isLeading(),
      serve,
      failed: (error: unknown) => logger.error("request failed", { error: faultText(error) }),
    };
    return new ForwardingService({
      self: () => self,
      prove: (message) => this.#prove(message),
      serve: (request) => servedForMember(served, request),
      limits: this.#limits,
      openingMs: OPENING_MS,
      refused: (caller, reason) => {
        logger.warn("a member's requests are refused", { member: this.#nameOf(caller), reason });
      },
    });
  }

  /** What members asked is answered; nothing more is taken in. */
  leave(deadlineMs: number): Promise<void> {
    return this.#service.leave(deadlineMs);
  }

  close(): void {
    this.#links.close();
  }

  #isLeading(): boolean {
    const { status, barrier } = this.#options.foundation;
    return status.isOpenLeader && !barrier.isSealed;
  }

  #leader(): Leader | undefined {
    const { foundation, self, peers } = this.#options;
    const id = foundation.status.get("leader");
    if (id === 0 || id === self) return undefined;
    const member = peers.room.member(id);
    // Nobody's requests, with their tokens, go where only this node's disk says that a member is.
    if (!member || !this.#options.guard.isGenuine(id)) return undefined;
    return { id, apiAddress: member.apiAddr };
  }

  #connect({ id }: Leader) {
    const { peers, self, foundation } = this.#options;
    const member = peers.room.member(id);
    const { credentials } = peers;
    return {
      ends: { caller: self, receiver: id, callerPin: credentials.pin },
      dial: async () => {
        const address = member && parseHostPort(member.forwardingAddr);
        if (!member || !address) throw new ForwardError("not-executed", "nobody knows where the leader is");
        const wallMs = foundation.clock.wallMs();
        return dialPinned({ ...address, pins: member.pins }, { credentials, timeoutMs: DIAL_MS, wallMs });
      },
    };
  }

  /** Nothing is proved with a key that was wiped while it was used. */
  #prove(message: Uint8Array): Uint8Array | undefined {
    const { barrier } = this.#options.foundation;
    const { epoch } = barrier;
    if (barrier.isSealed) return undefined;
    const proof = forwardingProof(this.#options.rootKey(), message);
    return barrier.epoch === epoch ? proof : undefined;
  }

  #nameOf(incarnation: number): string {
    return this.#options.peers.room.member(incarnation)?.nodeId ?? String(incarnation);
  }
}

function faultText(error: unknown): string {
  if (!(error instanceof Error)) return `thrown: ${typeof error}`;
  const stack = error.stack ?? `${error.name}: ${error.message}`;
  return error instanceof SyntaxError ? stack.replace(error.message, "[redacted]") : stack;
}
