// The calls of one caller: parts in, answers out.
import { andThen, type MaybePromise } from "#base/maybe-promise.ts";
import type { Request } from "#contract/request.ts";
import { RelayedAnswer } from "../relayed-answer.ts";
import { encodeAnswer, type ForwardedAnswer } from "../wire/forwarded-answer.ts";
import { decodeRequest } from "../wire/forwarded-request.ts";
import { decodeMessage, encodeLeaving } from "../wire/message-codec.ts";
import type { Part } from "../wire/part.ts";
import { type AssemblyLimits, PartAssembly } from "../wire/part-assembly.ts";
import { type PartOutlet, PartSender } from "../wire/part-sender.ts";
import type { ReceiverOpening } from "./receiver-opening.ts";

export interface CallerStreamOptions {
  readonly opening: ReceiverOpening;
  readonly serve: (request: Request) => MaybePromise<ForwardedAnswer>;
  readonly limits: AssemblyLimits & { readonly maxCalls: number };
  readonly outlet: PartOutlet;
  readonly refuse: (reason: string) => void;
}

export class CallerStream {
  readonly #options: CallerStreamOptions;
  readonly #assembly: PartAssembly;
  readonly #sender: PartSender;
  readonly #underWay = new Set<number>();
  #isClosed = false;
  #isLeaving = false;

  constructor(options: CallerStreamOptions) {
    this.#options = options;
    this.#assembly = new PartAssembly(options.limits);
    this.#sender = new PartSender(options);
  }

  get isOpen(): boolean {
    return this.#options.opening.isProved;
  }

  received(bytes: Uint8Array): void {
    if (this.#isClosed) return;
    const message = decodeMessage(bytes);
    if (message === undefined) this.refuse("a message cannot be read");
    else if (this.isOpen) for (const part of message.parts) this.#take(part);
    else this.#open(message.opening);
  }

  drained(): void {
    this.#sender.drained();
  }

  /** This node stops: what is under way is answered, and nothing more is begun. */
  leave(): void {
    if (this.#isLeaving || this.#isClosed) return;
    this.#isLeaving = true;
    // Otherwise once the caller has proved itself: its first requests may be on their way already.
    if (this.isOpen) this.#options.outlet.send(encodeLeaving());
  }

  refuse(reason: string): void {
    this.close();
    this.#options.refuse(reason);
  }

  /** Requests that are under way go on; nobody hears of them. */
  close(): void {
    this.#isClosed = true;
    this.#sender.close();
  }

  #open(opening: Parameters<ReceiverOpening["step"]>[0] | undefined): void {
    const reply = opening && this.#options.opening.step(opening);
    if (reply === undefined) this.refuse("the caller has not proved that it holds the barrier's keys");
    else if (reply !== "proved") this.#options.outlet.send(reply);
    else if (this.#isLeaving) this.#options.outlet.send(encodeLeaving());
  }

  #take(part: Part): void {
    const { call } = part;
    if (part.isCancelled) {
      this.#assembly.drop(call);
      this.#underWay.delete(call);
      return;
    }
    const whole = this.#assembly.add(part);
    if (whole === "incomplete") return;
    const isTooMuch = whole === "too-large" || this.#underWay.size >= this.#options.limits.maxCalls;
    if (isTooMuch || this.#isLeaving) {
      this.#sender.push(call, encodeAnswer(NOT_EXECUTED));
      return;
    }
    const request = decodeRequest(whole.bytes);
    if (request === undefined) this.refuse("a request cannot be read");
    else this.#serve(call, request);
  }

  #serve(call: number, request: Request): void {
    this.#underWay.add(call);
    void andThen(this.#options.serve(request), (answer) => {
      // Cancelled meanwhile: nobody waits.
      if (!this.#underWay.delete(call) || this.#isClosed) return;
      this.#sender.push(call, encodeAnswer(answer));
    });
  }
}

const NOT_EXECUTED: ForwardedAnswer = {
  answer: new RelayedAnswer({ status: 503, contentType: undefined, headers: {}, body: undefined }),
  isNotExecuted: true,
};
