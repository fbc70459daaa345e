// One stream to one peer, over a connection of its own, kept up for as long as the peer is a member: dials, greets,
// sends, watches for signs of life, and begins again when it breaks.
import type { Duplex } from "node:stream";
import type { Clock } from "#base/clock.ts";
import { decodeReply, encodeFacts, encodeGreeting } from "../codec/frame-codec.ts";
import type { Hello } from "../hello.ts";
import { LANE_PATHS, type Lane } from "../lane.ts";
import type { PeerFacts } from "../peer-facts.ts";
import { DialError, type DialFailure, type PeerDialer } from "../ports/peer-dialer.ts";
import { type GrpcCall, GrpcSession } from "../wire/grpc-session.ts";
import { GRPC_UNIMPLEMENTED, type GrpcStatus } from "../wire/grpc-status.ts";
import { BackOff } from "./back-off.ts";
import type { LinkLimits } from "./link-limits.ts";

export type LinkFailure =
  | DialFailure
  /** The peer answers, but does not take this node for a member of its cluster. */
  | "not-admitted"
  /** It broke, or fell silent. */
  | "broken";

export interface LinkEvents {
  /** The peer has agreed to the stream. */
  up(lane: Lane, facts: PeerFacts | undefined): void;
  /** @param wasUp whether an agreed stream ended, rather than an attempt */
  down(lane: Lane, failure: LinkFailure, detail: { readonly reason: string; readonly wasUp: boolean }): void;
  roundTrip(ms: number): void;
}

export interface PeerLinkOptions {
  readonly peer: number;
  readonly lane: Lane;
  readonly dialer: PeerDialer;
  /** What this node says of both ends now; `undefined` while it knows of no cluster. */
  readonly hello: () => Hello | undefined;
  readonly facts: () => PeerFacts;
  readonly events: LinkEvents;
  readonly clock: Pick<Clock, "monotonicMs">;
  readonly random: (bound: number) => number;
  readonly limits: LinkLimits;
}

interface Connection {
  readonly session: GrpcSession;
  call: GrpcCall | undefined;
  isUp: boolean;
  heardAtMs: number;
}

export class PeerLink {
  readonly #options: PeerLinkOptions;
  readonly #backOff: BackOff;
  #connection: Connection | undefined;
  #timer: NodeJS.Timeout | undefined;
  #isDialling = false;
  #isClosed = false;

  constructor(options: PeerLinkOptions) {
    this.#options = options;
    this.#backOff = new BackOff(options.random);
    this.#dial();
  }

  get isUp(): boolean {
    return this.#connection?.isUp === true;
  }

  /** False: it was dropped. */
  send(frame: Uint8Array): boolean {
    const connection = this.#connection;
    if (connection?.isUp !== true || connection.call === undefined) return false;
    if (connection.call.bufferedBytes + frame.length > this.#options.limits.maxBufferedBytes) return false;
    connection.call.send(frame);
    return true;
  }

  /** This node has something new to tell of itself. */
  announce(): void {
    if (this.isUp) this.#connection?.call?.send(encodeFacts(this.#options.facts()));
  }

  /** The peer has just shown that it is there: no more waiting. */
  hurry(): void {
    if (this.#connection !== undefined || this.#isDialling || this.#isClosed) return;
    this.#backOff.reset();
    clearTimeout(this.#timer);
    this.#dial();
  }

  /** The peer is elsewhere now, or either side has another certificate: begins again. */
  restart(): void {
    this.#backOff.reset();
    if (this.#connection === undefined) this.hurry();
    else this.#connection.session.destroy();
  }

  close(): void {
    this.#isClosed = true;
    clearTimeout(this.#timer);
    this.#connection?.session.destroy();
  }

  #dial(): void {
    this.#isDialling = true;
    this.#options.dialer.dial(this.#options.peer).then(
      (socket) => {
        this.#isDialling = false;
        if (this.#isClosed) socket.destroy();
        else this.#open(socket);
      },
      (error: unknown) => {
        this.#isDialling = false;
        const failure = error instanceof DialError ? error.failure : "unreachable";
        this.#failed(failure, error instanceof Error ? error.message : String(error), false);
      },
    );
  }

  #open(socket: Duplex): void {
    const { limits, clock, hello, facts, lane } = this.#options;
    let failure: { kind: LinkFailure; reason: string } = { kind: "broken", reason: "the connection broke" };
    const session = new GrpcSession({
      socket,
      maxMessageBytes: limits.frameBytes,
      onClose: () => {
        clearInterval(pings);
        this.#connection = undefined;
        this.#failed(failure.kind, failure.reason, connection.isUp);
      },
    });
    const connection: Connection = {
      session,
      call: undefined,
      isUp: false,
      heardAtMs: clock.monotonicMs(),
    };
    this.#connection = connection;
    const pings = setInterval(() => this.#watch(connection), Math.min(limits.pingMs, limits.helloMs));
    const greeting = hello();
    if (greeting === undefined) {
      session.destroy();
      return;
    }
    connection.call = session.call(LANE_PATHS[lane], {
      onMessage: (message) => this.#agreed(connection, greeting, message),
      onEnd: (status) => {
        failure = describe(status);
        session.destroy();
      },
    });
    connection.call.send(encodeGreeting(greeting, facts()));
  }

  #agreed(connection: Connection, greeting: Hello, message: Uint8Array): void {
    const { events, lane, clock } = this.#options;
    const { hello, facts } = decodeReply(message);
    const isPeer =
      hello?.from === greeting.to &&
      hello.to === greeting.from &&
      hello.clusterId === greeting.clusterId &&
      hello.lineageId === greeting.lineageId;
    if (!isPeer) {
      connection.session.destroy();
      return;
    }
    connection.heardAtMs = clock.monotonicMs();
    if (connection.isUp) return;
    connection.isUp = true;
    this.#backOff.reset();
    events.up(lane, facts);
  }

  /** A stall of this process looks like silence of the peer, so what was asked before the stall must come first. */
  #watch(connection: Connection): void {
    const { clock, limits, events } = this.#options;
    const silentMs = clock.monotonicMs() - connection.heardAtMs;
    if (silentMs > (connection.isUp ? limits.silenceMs : limits.helloMs)) {
      setImmediate(() => {
        const isStillSilent = clock.monotonicMs() - connection.heardAtMs >= silentMs;
        if (isStillSilent) connection.session.destroy();
      });
      return;
    }
    connection.session.ping((roundTripMs) => {
      if (roundTripMs === undefined) return;
      if (connection.isUp) connection.heardAtMs = clock.monotonicMs();
      events.roundTrip(roundTripMs);
    });
  }

  #failed(failure: LinkFailure, reason: string, wasUp: boolean): void {
    if (this.#isClosed) return;
    this.#options.events.down(this.#options.lane, failure, { reason, wasUp });
    // A process that was killed refuses at once: that is how others know, so the first attempt does not wait.
    this.#timer = setTimeout(() => this.#dial(), wasUp ? 0 : this.#backOff.nextMs());
  }
}

function describe({ code, message }: GrpcStatus): { kind: LinkFailure; reason: string } {
  if (code === GRPC_UNIMPLEMENTED) return { kind: "not-admitted", reason: "it has no such service for us" };
  return { kind: "broken", reason: message === "" ? `the stream ended with status ${code}` : message };
}
