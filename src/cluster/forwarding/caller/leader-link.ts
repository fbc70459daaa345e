// One stream of forwarded requests to one leader, from its dialling to its end. It is not renewed: whoever holds it makes
// another one, so that "the link ended" has one meaning for every call on it.
import type { Duplex } from "node:stream";
import type { Clock } from "#base/clock.ts";
import { type GrpcCall, GrpcSession } from "#raft/grpc/wire/grpc-session.ts";
import { ForwardError } from "../forward-error.ts";
import type { OpeningEnds } from "../opening/opening-proof.ts";
import type { Prove } from "../opening/prove.ts";
import type { RelayedAnswer } from "../relayed-answer.ts";
import { decodeAnswer } from "../wire/forwarded-answer.ts";
import { decodeMessage, FORWARDING_PATH, type ReceivedMessage } from "../wire/message-codec.ts";
import type { Part } from "../wire/part.ts";
import { type AssemblyLimits, PartAssembly } from "../wire/part-assembly.ts";
import { PartSender } from "../wire/part-sender.ts";
import { CallerOpening } from "./caller-opening.ts";

export interface LeaderLinkOptions {
  /** A connection to this very leader, within a bounded time. */
  readonly dial: () => Promise<Duplex>;
  readonly ends: OpeningEnds;
  readonly prove: Prove;
  readonly limits: AssemblyLimits & { readonly maxCalls: number; readonly maxMessageBytes: number };
  /** The connection is made and the leader has not answered the greeting by then. */
  readonly openingMs: number;
  readonly clock: Pick<Clock, "monotonicMs">;
  /** Once. */
  readonly onClosed: (reason: string) => void;
}

interface Call {
  readonly startedAtMs: number;
  /** All of it was handed to the connection: it may be executed. */
  isSent: boolean;
  resolve(answer: RelayedAnswer): void;
  reject(error: ForwardError): void;
}

export class LeaderLink {
  readonly #options: LeaderLinkOptions;
  readonly #assembly: PartAssembly;
  readonly #calls = new Map<number, Call>();
  /** Requests that wait for the opening. */
  #early: [number, Uint8Array][] = [];
  #next = 1;
  #session: GrpcSession | undefined;
  #sender: PartSender | undefined;
  #late: NodeJS.Timeout | undefined;
  #isClosed = false;
  /** The leader stops: it still answers what it has. */
  #isLeaving = false;

  constructor(options: LeaderLinkOptions) {
    this.#options = options;
    this.#assembly = new PartAssembly(options.limits);
    options.dial().then(
      (socket) => this.#open(socket),
      (error: unknown) => this.#close(error instanceof Error ? error.message : String(error)),
    );
  }

  /** Whether it takes no more calls. */
  get isClosed(): boolean {
    return this.#isClosed || this.#isLeaving;
  }

  get calls(): number {
    return this.#calls.size;
  }

  /** @throws ForwardError in its promise */
  call(request: Uint8Array): Promise<RelayedAnswer> {
    if (this.isClosed) return Promise.reject(new ForwardError("not-executed", "the connection is closed"));
    if (this.#calls.size >= this.#options.limits.maxCalls) {
      return Promise.reject(new ForwardError("not-executed", "too many requests wait for the leader"));
    }
    const call = this.#next++;
    const startedAtMs = this.#options.clock.monotonicMs();
    return new Promise((resolve, reject) => {
      this.#calls.set(call, { startedAtMs, isSent: false, resolve, reject });
      if (this.#sender === undefined) this.#early.push([call, request]);
      else this.#sender.push(call, request);
    });
  }

  /** Gives up what was asked before then. */
  expire(beforeMs: number): void {
    // In the order of asking.
    for (const [id, { startedAtMs }] of this.#calls) {
      if (startedAtMs >= beforeMs) return;
      this.#cancel(id);
    }
  }

  close(reason: string): void {
    this.#close(reason);
  }

  #open(socket: Duplex): void {
    if (this.#isClosed) {
      socket.destroy();
      return;
    }
    const { limits, ends, prove, openingMs } = this.#options;
    this.#session = new GrpcSession({
      socket,
      maxMessageBytes: limits.maxMessageBytes,
      onClose: () => this.#close("the connection broke"),
    });
    const opening = new CallerOpening(ends, prove);
    const call = this.#session.call(FORWARDING_PATH, {
      onMessage: (bytes) => this.#received(call, opening, decodeMessage(bytes)),
      onEnd: ({ message }) => this.#close(message === "" ? "the stream ended" : message),
      onDrain: () => this.#sender?.drained(),
    });
    this.#late = setTimeout(() => this.#close("no proof came in time"), openingMs);
    call.send(opening.first);
  }

  #received(call: GrpcCall, opening: CallerOpening, message: ReceivedMessage | undefined): void {
    if (message === undefined) this.#close("a message cannot be read");
    else if (this.#sender !== undefined) this.#takeAll(message);
    else this.#opened(call, message.opening && opening.answer(message.opening));
  }

  #takeAll({ parts, isLeaving }: ReceivedMessage): void {
    for (const part of parts) this.#take(part);
    if (isLeaving) this.#isLeaving = true;
    if (this.#isLeaving && this.#calls.size === 0) this.#close("the leader stops");
  }

  #opened(call: GrpcCall, proof: Uint8Array | undefined): void {
    if (proof === undefined) {
      this.#close("the other end has not proved that it holds the barrier's keys");
      return;
    }
    clearTimeout(this.#late);
    call.send(proof);
    const sender = new PartSender({ outlet: call, onSent: (part) => this.#sent(part) });
    this.#sender = sender;
    for (const [id, request] of this.#early) if (this.#calls.has(id)) sender.push(id, request);
    this.#early = [];
  }

  #sent({ call, isLast }: Part): void {
    const known = this.#calls.get(call);
    if (isLast && known !== undefined) known.isSent = true;
  }

  #take(part: Part): void {
    const call = this.#calls.get(part.call);
    if (call === undefined) {
      this.#assembly.drop(part.call);
      return;
    }
    const whole = this.#assembly.add(part);
    if (whole === "incomplete") return;
    this.#calls.delete(part.call);
    const answer = whole === "too-large" ? undefined : decodeAnswer(whole.bytes);
    if (answer === undefined) call.reject(new ForwardError("unknown", "the leader's answer cannot be read"));
    else if (answer.isNotExecuted)
      call.reject(new ForwardError("not-executed", "the leader did not execute it"));
    else call.resolve(answer.answer);
  }

  #cancel(id: number): void {
    const call = this.#calls.get(id);
    if (call === undefined) return;
    this.#calls.delete(id);
    this.#assembly.drop(id);
    this.#sender?.cancel(id);
    call.reject(new ForwardError(call.isSent ? "unknown" : "not-executed", "nobody waits for it any more"));
  }

  #close(reason: string): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    clearTimeout(this.#late);
    this.#sender?.close();
    this.#session?.destroy();
    for (const { isSent, reject } of this.#calls.values()) {
      reject(new ForwardError(isSent ? "unknown" : "not-executed", reason));
    }
    this.#calls.clear();
    this.#options.onClosed(reason);
  }
}
