// The receiving end of peers' streams: a gRPC service for members. A stream begins with who speaks to whom; what does
// not fit the connection's certificate or this cluster ends it.
import {
  type Server,
  type ServerDuplexStream,
  type ServiceDefinition,
  type StatusObject,
  status,
} from "@grpc/grpc-js";
import type { PeerBatch } from "#raft/node/ports/transport.ts";
import { decodeFrame, encodeReply, type ReceivedFrame } from "../codec/frame-codec.ts";
import { FrameError } from "../codec/frame-error.ts";
import type { Hello } from "../hello.ts";
import { LANE_PATHS, LANES, type Lane } from "../lane.ts";
import type { PeerFacts } from "../peer-facts.ts";
import { callerOf } from "./caller.ts";

type PeerStream = ServerDuplexStream<Buffer, Buffer>;

export interface RaftServiceOptions {
  /** What this node says of both ends, were it to greet `peer`; `undefined` while it knows of no cluster. */
  readonly helloTo: (peer: number) => Hello | undefined;
  readonly facts: () => PeerFacts;
  /** A stream of this peer was agreed to. */
  readonly opened: (peer: number) => void;
  readonly received: (peer: number, batch: PeerBatch) => void;
  readonly learned: (peer: number, facts: PeerFacts) => void;
  readonly malformed: (peer: number, reason: string) => void;
  /** A stream that has not said who it is by then is ended. */
  readonly helloMs: number;
}

export class RaftService {
  readonly #options: RaftServiceOptions;
  /** The newest stream of each peer in each lane: an older one is a leftover of a connection that broke. */
  readonly #streams = new Map<string, PeerStream>();

  constructor(options: RaftServiceOptions) {
    this.#options = options;
  }

  addTo(server: Server): void {
    server.addService(DEFINITION, {
      messages: (stream: PeerStream) => this.#accept(stream, "messages"),
      heartbeats: (stream: PeerStream) => this.#accept(stream, "heartbeats"),
    });
  }

  #accept(stream: PeerStream, lane: Lane): void {
    const peer = callerOf(stream.metadata)?.member;
    if (peer === undefined) {
      end(stream, status.PERMISSION_DENIED, "for members only");
      return;
    }
    let isAgreed = false;
    const late = setTimeout(
      () => end(stream, status.DEADLINE_EXCEEDED, "no greeting came"),
      this.#options.helloMs,
    );
    stream.on("data", (bytes: Buffer) => {
      const frame = this.#decode(peer, stream, bytes);
      if (frame === undefined) return;
      if (!isAgreed) {
        if (!this.#agree(peer, stream, frame)) return;
        isAgreed = true;
        clearTimeout(late);
        this.#replace(`${peer}/${lane}`, stream);
      }
      if (frame.facts !== undefined) this.#options.learned(peer, frame.facts);
      if (frame.batch !== undefined) this.#options.received(peer, frame.batch);
    });
    const gone = (): void => {
      clearTimeout(late);
      if (this.#streams.get(`${peer}/${lane}`) === stream) this.#streams.delete(`${peer}/${lane}`);
    };
    stream.on("end", () => stream.end());
    // A broken connection comes as "cancelled", without an "error" (node-techniques.md §3).
    stream.on("cancelled", gone);
    stream.on("close", gone);
    stream.on("error", gone);
  }

  #decode(peer: number, stream: PeerStream, bytes: Buffer): ReceivedFrame | undefined {
    try {
      return decodeFrame(bytes);
    } catch (error) {
      if (!(error instanceof FrameError)) throw error;
      this.#options.malformed(peer, error.message);
      end(stream, status.INVALID_ARGUMENT, error.message);
      return undefined;
    }
  }

  #agree(peer: number, stream: PeerStream, { hello }: ReceivedFrame): boolean {
    const own = this.#options.helloTo(peer);
    const fault = own === undefined ? "this node is in no cluster" : disagreement(own, hello);
    if (fault !== undefined || own === undefined) {
      end(stream, status.FAILED_PRECONDITION, fault ?? "");
      return false;
    }
    stream.write(Buffer.from(encodeReply(own, this.#options.facts())));
    this.#options.opened(peer);
    return true;
  }

  #replace(name: string, stream: PeerStream): void {
    const before = this.#streams.get(name);
    this.#streams.set(name, stream);
    if (before !== undefined) end(before, status.ABORTED, "a newer stream took its place");
  }
}

/** @param own what this node would say to the caller */
function disagreement(own: Hello, theirs: Hello | undefined): string | undefined {
  if (theirs === undefined) return "the stream does not begin with a greeting";
  if (theirs.clusterId !== own.clusterId) return "this is a member of another cluster";
  if (theirs.lineageId !== own.lineageId) return "this cluster was recovered: that lineage is abandoned";
  if (theirs.from !== own.to) return "the certificate is another member's";
  if (theirs.to !== own.from) return "the stream is for another node";
  return undefined;
}

function end(stream: PeerStream, code: status, details: string): void {
  stream.emit("error", { code, details } satisfies Partial<StatusObject>);
}

const asIs = (bytes: Buffer): Buffer => bytes;

const DEFINITION: ServiceDefinition = Object.fromEntries(
  LANES.map((lane) => [
    lane,
    {
      path: LANE_PATHS[lane],
      requestStream: true,
      responseStream: true,
      requestSerialize: asIs,
      requestDeserialize: asIs,
      responseSerialize: asIs,
      responseDeserialize: asIs,
    },
  ]),
);
