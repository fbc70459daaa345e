// The leader's end of forwarded requests: members that have proved themselves send many on one stream, and get each
// answer as soon as it is there.
import { setTimeout as delay } from "node:timers/promises";
import { type Server, type ServerDuplexStream, type ServiceDefinition, status } from "@grpc/grpc-js";
import type { MaybePromise } from "#base/maybe-promise.ts";
import type { Request } from "#contract/request.ts";
import { callerOf } from "#raft/grpc/service/caller.ts";
import type { Prove } from "../opening/prove.ts";
import type { ForwardedAnswer } from "../wire/forwarded-answer.ts";
import { FORWARDING_PATH } from "../wire/message-codec.ts";
import type { AssemblyLimits } from "../wire/part-assembly.ts";
import { CallerStream } from "./caller-stream.ts";
import { ReceiverOpening } from "./receiver-opening.ts";

export interface ForwardingServiceOptions {
  /** This node's incarnation. */
  readonly self: () => number;
  readonly prove: Prove;
  /** Serves it if this node leads; never forwards it further. Does not reject. */
  readonly serve: (request: Request) => MaybePromise<ForwardedAnswer>;
  readonly limits: AssemblyLimits & { readonly maxCalls: number };
  /** A caller that has proved nothing by then is sent away. */
  readonly openingMs: number;
  readonly refused: (caller: number, reason: string) => void;
}

const LOOK_MS = 5;

type ForwardingStream = ServerDuplexStream<Buffer, Buffer>;

export class ForwardingService {
  readonly #options: ForwardingServiceOptions;
  readonly #streams = new Set<CallerStream>();
  #isLeaving = false;

  constructor(options: ForwardingServiceOptions) {
    this.#options = options;
  }

  addTo(server: Server): void {
    server.addService(DEFINITION, { requests: (stream: ForwardingStream) => this.#accept(stream) });
  }

  /** This node stops: settles when all callers have their answers and are gone, or have had `deadlineMs`. */
  async leave(deadlineMs: number): Promise<void> {
    this.#isLeaving = true;
    for (const calls of [...this.#streams]) calls.leave();
    const untilMs = performance.now() + deadlineMs;
    while (this.#streams.size > 0 && performance.now() < untilMs) await delay(LOOK_MS);
  }

  #accept(stream: ForwardingStream): void {
    const caller = callerOf(stream.metadata);
    if (caller?.member === undefined) {
      end(stream, status.PERMISSION_DENIED, "for members only");
      return;
    }
    if (this.#isLeaving) {
      end(stream, status.UNAVAILABLE, "this node stops");
      return;
    }
    const { member, pin } = caller;
    const { self, prove, openingMs, refused } = this.#options;
    const ends = { caller: member, receiver: self(), callerPin: pin };
    const calls = new CallerStream({
      ...this.#options,
      opening: new ReceiverOpening(ends, prove),
      outlet: {
        get bufferedBytes() {
          return stream.writableLength;
        },
        send: (message) => void stream.write(Buffer.from(message.buffer, message.byteOffset, message.length)),
      },
      refuse: (reason) => {
        refused(member, reason);
        end(stream, status.PERMISSION_DENIED, reason);
      },
    });
    this.#streams.add(calls);
    const late = setTimeout(() => {
      if (!calls.isOpen) calls.refuse("no proof came in time");
    }, openingMs);
    const gone = (): void => {
      clearTimeout(late);
      calls.close();
      this.#streams.delete(calls);
    };
    stream.on("data", (bytes: Buffer) => calls.received(bytes));
    stream.on("drain", () => calls.drained());
    stream.on("end", () => stream.end());
    // A broken connection comes as "cancelled", without an "error" (node-techniques.md §3).
    stream.on("cancelled", gone);
    stream.on("close", gone);
    stream.on("error", gone);
  }
}

function end(stream: ForwardingStream, code: status, details: string): void {
  stream.emit("error", { code, details });
}

const asIs = (bytes: Buffer): Buffer => bytes;

const DEFINITION: ServiceDefinition = {
  requests: {
    path: FORWARDING_PATH,
    requestStream: true,
    responseStream: true,
    requestSerialize: asIs,
    requestDeserialize: asIs,
    responseSerialize: asIs,
    responseDeserialize: asIs,
  },
};
