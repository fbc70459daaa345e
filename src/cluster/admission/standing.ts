// Asking a node what this one is to its cluster: the one service that strangers find. A node that was removed hears it
// here, since nobody tells it anything else any more.
import {
  type Server,
  type ServerUnaryCall,
  type ServiceDefinition,
  type sendUnaryData,
  status,
} from "@grpc/grpc-js";
import { coffer } from "#proto/cluster.js";
import { callerOf } from "#raft/grpc/service/caller.ts";
import { GrpcSession } from "#raft/grpc/wire/grpc-session.ts";
import { GRPC_OK } from "#raft/grpc/wire/grpc-status.ts";
import { type DialOptions, type DialTarget, dialPinned } from "../tls/pinned-dial.ts";

const { StandingRequest, StandingReply } = coffer.cluster.v1;

export type Standing = "stranger" | "member" | "removed" | "undecided";

/** As the protocol numbers them. */
const STANDINGS: readonly Standing[] = ["stranger", "member", "removed", "undecided"];

export interface StandingQuestion {
  readonly clusterId: string;
  readonly incarnation: number;
}

const PATH = "/coffer.cluster.v1.Admission/Standing";
const MAX_REPLY_BYTES = 4096;

type Answer = (question: StandingQuestion & { readonly pin: string }) => Standing;

export function addStandingService(server: Server, answer: Answer): void {
  server.addService(DEFINITION, {
    standing(call: ServerUnaryCall<Buffer, Buffer>, done: sendUnaryData<Buffer>) {
      const pin = callerOf(call.metadata)?.pin;
      const question = decode(call.request);
      if (pin === undefined || question === undefined) {
        done({ code: status.INVALID_ARGUMENT, details: "this is no question" });
        return;
      }
      const standing = STANDINGS.indexOf(answer({ ...question, pin }));
      done(null, Buffer.from(StandingReply.encode({ standing }).finish()));
    },
  });
}

function decode(bytes: Buffer): StandingQuestion | undefined {
  try {
    const { clusterId, incarnation } = StandingRequest.decode(bytes);
    return clusterId.length > 128 ? undefined : { clusterId, incarnation };
  } catch {
    return undefined;
  }
}

/** Rejects with a DialError; `undefined` when it has no answer. */
export async function askStanding(
  target: DialTarget,
  question: StandingQuestion,
  options: DialOptions,
): Promise<Standing | undefined> {
  const socket = await dialPinned(target, options);
  return new Promise((resolve) => {
    let standing: Standing | undefined;
    const session = new GrpcSession({
      socket,
      maxMessageBytes: MAX_REPLY_BYTES,
      onClose: () => {
        clearTimeout(late);
        resolve(standing);
      },
    });
    const late = setTimeout(() => session.destroy(), options.timeoutMs);
    const call = session.call(PATH, {
      onMessage: (bytes) => {
        standing = readReply(bytes);
      },
      onEnd: ({ code }) => {
        if (code !== GRPC_OK) standing = undefined;
        session.destroy();
      },
    });
    call.send(StandingRequest.encode(question).finish());
    call.end();
  });
}

function readReply(bytes: Uint8Array): Standing | undefined {
  try {
    return STANDINGS[StandingReply.decode(bytes).standing];
  } catch {
    return undefined;
  }
}

const asIs = (bytes: Buffer): Buffer => bytes;

const DEFINITION: ServiceDefinition = {
  standing: {
    path: PATH,
    requestStream: false,
    responseStream: false,
    requestSerialize: asIs,
    requestDeserialize: asIs,
    responseSerialize: asIs,
    responseDeserialize: asIs,
  },
};
