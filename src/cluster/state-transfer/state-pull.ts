// Takes in a whole state from a member: part by part into a store of its own, verified against its own hash before
// anybody may use it.
import type { Snapshot } from "#raft/core/snapshot.ts";
import { GrpcSession } from "#raft/grpc/wire/grpc-session.ts";
import { GRPC_OK } from "#raft/grpc/wire/grpc-status.ts";
import type { StateWrite } from "#storage/state/state-store.ts";
import { type DialOptions, type DialTarget, dialPinned } from "../tls/pinned-dial.ts";
import {
  decodePart,
  encodePull,
  type PullQuestion,
  type ReceivedPart,
  StatePartError,
} from "./state-codec.ts";
import { STATE_PULL_PATH } from "./state-service.ts";
import { StateVerifier } from "./state-verifier.ts";

/** Where the records go. */
export interface StateSink {
  write(batch: readonly StateWrite[]): Promise<void>;
}

export interface StatePullOptions {
  readonly target: DialTarget;
  readonly question: PullQuestion;
  readonly dial: DialOptions;
  readonly sink: StateSink;
  /** Gives up. */
  readonly signal: AbortSignal;
}

/** One record of the largest size, with room around it. */
const MAX_PART_BYTES = 16 * 1024 * 1024;
/** Without a part for so long it is given up. */
const SILENCE_MS = 15_000;

/**
 * @returns what the state stands for, when all of it is in the sink
 * @throws DialError, StatePartError when it broke off or is not what it should be
 */
export async function pullState(options: StatePullOptions): Promise<Snapshot> {
  const verifier = new StateVerifier();
  for await (const part of partsOf(options)) {
    const writes = verifier.take(part);
    if (writes.length > 0) await options.sink.write(writes);
  }
  const snapshot = verifier.verified();
  if (snapshot.index < options.question.atLeast) throw new StatePartError("it does not reach far enough");
  return snapshot;
}

async function* partsOf({ target, question, dial, signal }: StatePullOptions): AsyncIterable<ReceivedPart> {
  const socket = await dialPinned(target, dial);
  const parts: ReceivedPart[] = [];
  let failure: Error | undefined;
  let isOver = false;
  let wake: () => void = () => {};
  const session = new GrpcSession({ socket, maxMessageBytes: MAX_PART_BYTES, onClose: () => over() });
  const over = (error?: Error): void => {
    failure ??= error;
    isOver = true;
    wake();
    session.destroy();
  };
  const abort = (): void => over(new StatePartError("it was given up"));
  signal.addEventListener("abort", abort);
  const call = session.call(STATE_PULL_PATH, {
    onMessage: (bytes) => {
      try {
        parts.push(decodePart(bytes));
      } catch (error) {
        over(error as Error);
      }
      call.pause();
      wake();
    },
    onEnd: ({ code, message }) => over(code === GRPC_OK ? undefined : new StatePartError(message)),
  });
  call.send(encodePull(question));
  call.end();
  try {
    for (;;) {
      const part = parts.shift();
      if (part !== undefined) yield part;
      else if (failure !== undefined) throw failure;
      else if (isOver) return;
      else {
        call.resume();
        await woken((resolve) => {
          wake = resolve;
        });
      }
    }
  } finally {
    signal.removeEventListener("abort", abort);
    session.destroy();
  }
}

function woken(register: (resolve: () => void) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const late = setTimeout(() => reject(new StatePartError("nothing came any more")), SILENCE_MS);
    register(() => {
      clearTimeout(late);
      resolve();
    });
  });
}
