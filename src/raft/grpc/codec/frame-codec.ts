// The frames of a stream between peers (proto/cluster.proto), in both directions.
import { coffer } from "#proto/cluster.js";
import type { PeerNote } from "#raft/node/peer-note.ts";
import type { PeerBatch } from "#raft/node/ports/transport.ts";
import { FRAME_FORMAT, type Hello } from "../hello.ts";
import type { KnownMembers, MemberContact, PeerFacts } from "../peer-facts.ts";
import { decodeMessages } from "./decode-messages.ts";
import { encodeMessages } from "./encode-message.ts";
import { FrameError } from "./frame-error.ts";

const { Frame, FrameReply } = coffer.cluster.v1;

/** Longer texts are no node's. */
const MAX_TEXT = 512;
/** More voters, learners and leaving ones than any cluster has. */
const MAX_MEMBERS = 1024;
/** One that is shown, one that is about to be. */
const MAX_PINS = 4;

/** What one frame says; a peer's frames say one thing each. */
export interface ReceivedFrame {
  readonly hello: Hello | undefined;
  readonly facts: PeerFacts | undefined;
  readonly batch: PeerBatch | undefined;
}

export function encodeGreeting(hello: Hello, facts: PeerFacts): Uint8Array {
  return Frame.encode({ hello: helloProto(hello), facts: factsProto(facts) }).finish();
}

export function encodeFacts(facts: PeerFacts): Uint8Array {
  return Frame.encode({ facts: factsProto(facts) }).finish();
}

export function encodeBatch({ messages, note }: PeerBatch): Uint8Array {
  return Frame.encode({ note: noteProto(note), batch: encodeMessages(messages) }).finish();
}

export function encodeReply(hello: Hello, facts: PeerFacts): Uint8Array {
  return FrameReply.encode({ hello: helloProto(hello), facts: factsProto(facts) }).finish();
}

/** @throws FrameError */
export function decodeFrame(bytes: Uint8Array): ReceivedFrame {
  const { hello, facts, note, batch } = parsed(() => Frame.decode(bytes));
  return {
    hello: hello ? helloOf(hello) : undefined,
    facts: facts ? factsOf(facts) : undefined,
    batch: note ? { messages: decodeMessages(batch), note: noteOf(note) } : undefined,
  };
}

/** @throws FrameError */
export function decodeReply(bytes: Uint8Array): Pick<ReceivedFrame, "hello" | "facts"> {
  const { hello, facts } = parsed(() => FrameReply.decode(bytes));
  return { hello: hello ? helloOf(hello) : undefined, facts: facts ? factsOf(facts) : undefined };
}

function parsed<T>(decode: () => T): T {
  try {
    return decode();
  } catch (error) {
    throw new FrameError(`the frame cannot be decoded: ${error instanceof Error ? error.message : error}`);
  }
}

function helloProto(hello: Hello): coffer.cluster.v1.Hello.$Properties {
  return { format: FRAME_FORMAT, ...hello };
}

function helloOf(hello: coffer.cluster.v1.Hello.$Properties): Hello {
  const { format = 0, clusterId = "", lineageId = "", from = 0, to = 0 } = hello;
  if (format !== FRAME_FORMAT) throw new FrameError(`frames of format ${format} are unknown here`);
  return { clusterId: checkedText(clusterId), lineageId: checkedText(lineageId), from, to };
}

function factsProto({ isSealed, pins, members, ...facts }: PeerFacts): coffer.cluster.v1.Facts.$Properties {
  return { sealed: isSealed, ...facts, pins: [...pins], ...(members && { members: membersProto(members) }) };
}

function membersProto({ index, members }: KnownMembers): coffer.cluster.v1.Members.$Properties {
  return { index, members: members.map(({ pins, ...member }) => ({ ...member, pins: [...pins] })) };
}

function factsOf(facts: coffer.cluster.v1.Facts.$Properties): PeerFacts {
  return {
    nodeId: checkedText(facts.nodeId ?? ""),
    apiAddr: checkedText(facts.apiAddr ?? ""),
    hostname: checkedText(facts.hostname ?? ""),
    version: checkedText(facts.version ?? ""),
    isSealed: facts.sealed ?? false,
    featureLevel: facts.featureLevel ?? 0,
    clusterAddr: checkedText(facts.clusterAddr ?? ""),
    forwardingAddr: checkedText(facts.forwardingAddr ?? ""),
    pins: checkedPins(facts.pins ?? []),
    members: facts.members ? membersOf(facts.members) : undefined,
  };
}

function membersOf({ index = 0, members = [] }: coffer.cluster.v1.Members.$Properties): KnownMembers {
  if (members.length > MAX_MEMBERS) throw new FrameError("too many members are named");
  return { index: whole(index), members: members.map(contactOf) };
}

function contactOf(member: coffer.cluster.v1.Member.$Properties): MemberContact {
  const { incarnation = 0, clusterAddr = "", forwardingAddr = "", pins = [] } = member;
  return {
    incarnation: whole(incarnation),
    clusterAddr: checkedText(clusterAddr),
    forwardingAddr: checkedText(forwardingAddr),
    pins: checkedPins(pins),
  };
}

function checkedPins(pins: readonly string[]): readonly string[] {
  if (pins.length > MAX_PINS || !pins.every((pin) => /^[0-9a-f]{64}$/.test(pin)))
    throw new FrameError("what should be the hash of a certificate is none");
  return pins;
}

function whole(value: number): number {
  if (!Number.isSafeInteger(value) || value < 0) throw new FrameError("a number is too large");
  return value;
}

function noteProto(note: PeerNote): coffer.cluster.v1.Note.$Properties {
  const { electionWishMs, electionMs, isEligible, logTimeMs, isLogTimeWarm, wallMs } = note;
  return {
    electionWishMs,
    electionMs,
    eligible: isEligible,
    logTimeMs: Math.floor(logTimeMs),
    logTimeWarm: isLogTimeWarm,
    wallMs: Math.max(0, Math.floor(wallMs)),
  };
}

function noteOf(note: coffer.cluster.v1.Note.$Properties): PeerNote {
  return {
    electionWishMs: finite(note.electionWishMs ?? 0),
    electionMs: finite(note.electionMs ?? 0),
    isEligible: note.eligible ?? false,
    logTimeMs: time(note.logTimeMs ?? 0),
    isLogTimeWarm: note.logTimeWarm ?? false,
    wallMs: time(note.wallMs ?? 0),
  };
}

function finite(value: number): number {
  if (!Number.isFinite(value) || value < 0) throw new FrameError("a note holds what is no duration");
  return value;
}

/** Log time decides TTLs: what is no time must not get near it. */
function time(value: number): number {
  if (!Number.isSafeInteger(value)) throw new FrameError("a note holds what is no time");
  return value;
}

function checkedText(text: string): string {
  if (text.length > MAX_TEXT) throw new FrameError("a text is too long");
  return text;
}
