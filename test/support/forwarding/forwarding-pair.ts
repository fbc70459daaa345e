// Two members over real TLS: one forwards, the other serves.
import { Server } from "@grpc/grpc-js";
import type { Clock } from "#base/clock.ts";
import type { Logger } from "#base/logger.ts";
import type { MaybePromise } from "#base/maybe-promise.ts";
import type { Leader } from "#cluster/forwarding/any-node.ts";
import { LeaderLinks } from "#cluster/forwarding/caller/leader-links.ts";
import type { Prove } from "#cluster/forwarding/opening/prove.ts";
import { ForwardingService } from "#cluster/forwarding/receiver/forwarding-service.ts";
import { RelayedAnswer } from "#cluster/forwarding/relayed-answer.ts";
import type { ForwardedAnswer } from "#cluster/forwarding/wire/forwarded-answer.ts";
import { certificatePin } from "#cluster/tls/certificate-pin.ts";
import type { NodeCredentials } from "#cluster/tls/node-credentials.ts";
import { dialPinned } from "#cluster/tls/pinned-dial.ts";
import { PinnedListener } from "#cluster/tls/pinned-listener.ts";
import type { Request } from "#contract/request.ts";
import { hmacSha256 } from "#crypto/hmac-sha256.ts";
import { makeSelfSignedCertificate } from "#crypto/self-signed-certificate.ts";

const CALLER = 11;
const RECEIVER = 22;

const clock: Clock = { wallMs: () => Date.now(), monotonicMs: () => performance.now() };

export interface ForwardingPairOptions {
  serve(request: Request): MaybePromise<ForwardedAnswer>;
  callerProves?: Prove;
  receiverProves?: Prove;
  maxBytes?: number;
}

export interface ForwardingPair extends AsyncDisposable {
  readonly links: LeaderLinks;
  readonly leader: Leader;
  /** What the receiver said of callers that it sent away. */
  readonly refusals: string[];
  /** Why links ended. */
  readonly losses: string[];
  /** Who the caller believes to lead. */
  lead(by: Leader | undefined): void;
  /** The receiver's process is gone. */
  kill(): Promise<void>;
  /** The receiver stops in an orderly way. */
  leave(deadlineMs: number): Promise<void>;
}

/** Proves with the key of `text`. */
export function keyOf(text: string): Prove {
  const key = new TextEncoder().encode(text);
  return (message) => hmacSha256(key, message);
}

/** @returns an answer of the leader with this text as its body */
export function said(body: string): ForwardedAnswer {
  const answer = new RelayedAnswer({
    status: 200,
    contentType: "application/json",
    headers: { "X-A": "b" },
    body: new TextEncoder().encode(body),
  });
  return { answer, isNotExecuted: false };
}

export async function aForwardingPair(options: ForwardingPairOptions): Promise<ForwardingPair> {
  const [caller, receiver] = await Promise.all([someCredentials(), someCredentials()]);
  const refusals: string[] = [];
  const losses: string[] = [];
  const limits = { maxBytes: options.maxBytes ?? 4_000_000, maxTotalBytes: 16_000_000, maxCalls: 256 };
  const listener = await receive(options, { caller, receiver, refusals, limits });
  const leader = { id: RECEIVER, apiAddress: "http://127.0.0.2:8200" };
  let leading: Leader | undefined = leader;
  const links = new LeaderLinks({
    leader: () => leading,
    connect: () => ({
      dial: () =>
        dialPinned(
          { host: "127.0.0.1", port: listener.port, pins: [receiver.pin] },
          { credentials: caller, timeoutMs: 2000, wallMs: Date.now() },
        ),
      ends: { caller: CALLER, receiver: RECEIVER, callerPin: caller.pin },
    }),
    prove: options.callerProves ?? keyOf("barrier"),
    limits: { ...limits, maxMessageBytes: 1_000_000 },
    clock,
    maxRequestMs: 5000,
    lost: (_leader, reason) => losses.push(reason),
  });
  return {
    links,
    leader,
    refusals,
    losses,
    lead: (by) => {
      leading = by;
    },
    kill: () => listener.close(),
    leave: (deadlineMs) => listener.service.leave(deadlineMs),
    async [Symbol.asyncDispose]() {
      links.close();
      await listener.close();
    },
  };
}

interface Receiving {
  caller: NodeCredentials;
  receiver: NodeCredentials;
  refusals: string[];
  limits: { maxBytes: number; maxTotalBytes: number; maxCalls: number };
}

async function receive(
  options: ForwardingPairOptions,
  { caller, receiver, refusals, limits }: Receiving,
): Promise<{ port: number; service: ForwardingService; close(): Promise<void> }> {
  const members = new Server();
  const service = new ForwardingService({
    self: () => RECEIVER,
    prove: options.receiverProves ?? keyOf("barrier"),
    serve: options.serve,
    limits,
    openingMs: 500,
    refused: (_caller, reason) => refusals.push(reason),
  });
  service.addTo(members);
  const listener = new PinnedListener({
    address: { host: "127.0.0.1", port: 0 },
    isShared: false,
    credentials: receiver,
    memberOf: (pin) => (pin === caller.pin ? CALLER : undefined),
    services: { members, strangers: undefined },
    clock,
    logger: silent,
  });
  const port = await listener.listen();
  return {
    port,
    service,
    async close() {
      members.forceShutdown();
      await listener.close();
    },
  };
}

async function someCredentials(): Promise<NodeCredentials> {
  const { keyPem, certificatePem, der } = await makeSelfSignedCertificate({ names: ["node"], addresses: [] });
  return { keyPem, certificatePem, pin: certificatePin(der) };
}

const nothing = (): void => {};
const silent: Logger = {
  trace: nothing,
  debug: nothing,
  info: nothing,
  warn: nothing,
  error: nothing,
  named: () => silent,
};
