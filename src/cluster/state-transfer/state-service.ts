// Sends the whole state to a member that lags too far behind for the log: as it is at one moment, in small parts, no
// faster than the other side takes it.
import { type Server, type ServerWritableStream, type ServiceDefinition, status } from "@grpc/grpc-js";
import type { Snapshot } from "#raft/core/snapshot.ts";
import { callerOf } from "#raft/grpc/service/caller.ts";
import {
  decodePull,
  encodeEnd,
  encodeHeader,
  encodeRecords,
  type PullQuestion,
  type RawRecord,
} from "./state-codec.ts";

/** A state that does not change any more. */
export interface FrozenState extends AsyncDisposable {
  readonly snapshot: Snapshot;
  pages(): AsyncIterable<readonly RawRecord[]>;
}

export interface StateServiceOptions {
  /** The state as it is now; `undefined` when this node can not give it away. */
  readonly freeze: () => Promise<FrozenState | undefined>;
  /** Whether the caller means this node's cluster. */
  readonly isOurs: (question: PullQuestion) => boolean;
  /** Parts are on their way to `member`. */
  readonly active: (member: number) => void;
}

export const STATE_PULL_PATH = "/coffer.cluster.v1.State/Pull";
/** Transfers at a time: each costs a disk's and a network's worth. */
const MAX_TRANSFERS = 4;
const ACTIVE_MS = 500;

type Call = ServerWritableStream<Buffer, Buffer>;

export class StateService {
  readonly #options: StateServiceOptions;
  #underWay = 0;

  constructor(options: StateServiceOptions) {
    this.#options = options;
  }

  addTo(server: Server): void {
    server.addService(DEFINITION, { pull: (call: Call) => void this.#pull(call) });
  }

  async #pull(call: Call): Promise<void> {
    const member = callerOf(call.metadata)?.member;
    const question = decodePull(call.request);
    if (member === undefined) return end(call, status.PERMISSION_DENIED, "for members only");
    if (question === undefined) return end(call, status.INVALID_ARGUMENT, "this is no question");
    if (!this.#options.isOurs(question)) {
      return end(call, status.FAILED_PRECONDITION, "this is a member of another cluster");
    }
    if (this.#underWay >= MAX_TRANSFERS) return end(call, status.RESOURCE_EXHAUSTED, "too many pull already");
    this.#underWay++;
    const beat = setInterval(() => this.#options.active(member), ACTIVE_MS);
    try {
      await this.#send(call, question);
    } catch (error) {
      end(call, status.INTERNAL, (error as Error).message);
    } finally {
      clearInterval(beat);
      this.#underWay--;
    }
  }

  async #send(call: Call, { atLeast }: PullQuestion): Promise<void> {
    await using state = await this.#options.freeze();
    if (state === undefined) return end(call, status.UNAVAILABLE, "the state is not whole now");
    if (state.snapshot.index < atLeast) return end(call, status.UNAVAILABLE, "the state is not that far");
    await write(call, encodeHeader(state.snapshot));
    let records = 0;
    for await (const page of state.pages()) {
      if (call.cancelled) return;
      records += page.length;
      await write(call, encodeRecords(page));
    }
    await write(call, encodeEnd(records));
    call.end();
  }
}

/** Settles when there is room for more, or nobody wants it. */
function write(call: Call, part: Uint8Array): Promise<void> {
  if (call.write(Buffer.from(part)) || call.cancelled) return Promise.resolve();
  return new Promise((resolve) => {
    const done = (): void => {
      call.off("drain", done);
      call.off("cancelled", done);
      call.off("close", done);
      resolve();
    };
    call.once("drain", done);
    call.once("cancelled", done);
    call.once("close", done);
  });
}

function end(call: Call, code: status, details: string): void {
  call.emit("error", { code, details });
}

const asIs = (bytes: Buffer): Buffer => bytes;

const DEFINITION: ServiceDefinition = {
  pull: {
    path: STATE_PULL_PATH,
    requestStream: false,
    responseStream: true,
    requestSerialize: asIs,
    requestDeserialize: asIs,
    responseSerialize: asIs,
    responseDeserialize: asIs,
  },
};
