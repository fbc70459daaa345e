// Configuration changes as entry data: protobuf message `ConfChange` of proto/raft.proto, written by hand because
// the core imports nothing (a test holds it against the generated code). The empty change is zero bytes long, so
// leaving a joint configuration can never be refused for its size.
import { assert } from "#base/assert.ts";
import { EMPTY_BYTES } from "#base/bytes.ts";
import { pushVarint, readVarint } from "../varint.ts";
import type { ConfChange, ConfChangeStep } from "./conf-change.ts";

const TRANSITIONS = ["auto", "joint-implicit", "joint-explicit"] as const;
const ACTIONS = ["add-voter", "remove", "update", "add-learner"] as const;

// A tag is (field number << 3) | wire type: 0 for a varint, 2 for a length and bytes.
const TRANSITION_TAG = 0x08;
const STEP_TAG = 0x12;
const CONTEXT_TAG = 0x1a;
const ACTION_TAG = 0x08;
const NODE_ID_TAG = 0x10;

/** No change is near this; a longer list is an attack or a bug. */
const MAX_STEPS = 64;

export function encodeConfChange(change: ConfChange): Uint8Array {
  assert(change.steps.length <= MAX_STEPS, "a configuration change has too many steps");
  const bytes: number[] = [];
  if (change.transition !== "auto") bytes.push(TRANSITION_TAG, TRANSITIONS.indexOf(change.transition));
  for (const step of change.steps) {
    const body: number[] = [];
    if (step.action !== "add-voter") body.push(ACTION_TAG, ACTIONS.indexOf(step.action));
    if (step.nodeId !== 0) {
      body.push(NODE_ID_TAG);
      pushVarint(body, step.nodeId);
    }
    bytes.push(STEP_TAG, body.length, ...body);
  }
  if (change.context.length > 0) {
    bytes.push(CONTEXT_TAG);
    pushVarint(bytes, change.context.length);
  }
  const encoded = new Uint8Array(bytes.length + change.context.length);
  encoded.set(bytes);
  encoded.set(change.context, bytes.length);
  return encoded;
}

/** `undefined` when `data` is not a configuration change this version understands, to the last byte. */
export function decodeConfChange(data: Uint8Array): ConfChange | undefined {
  let transition: ConfChange["transition"] = "auto";
  let context = EMPTY_BYTES;
  const steps: ConfChangeStep[] = [];
  let offset = 0;
  while (offset < data.length) {
    const tag = data[offset];
    const number = readVarint(data, offset + 1);
    if (number === undefined) return undefined;
    offset = number.end;
    if (tag === TRANSITION_TAG) {
      const known = TRANSITIONS[number.value];
      if (known === undefined) return undefined;
      transition = known;
      continue;
    }
    if (offset + number.value > data.length) return undefined;
    const body = data.subarray(offset, offset + number.value);
    offset += number.value;
    if (tag === CONTEXT_TAG) context = body.slice();
    else if (tag === STEP_TAG && steps.length < MAX_STEPS) {
      const step = decodeStep(body);
      if (step === undefined) return undefined;
      steps.push(step);
    } else return undefined;
  }
  return { transition, steps, context };
}

function decodeStep(body: Uint8Array): ConfChangeStep | undefined {
  let action: ConfChangeStep["action"] = "add-voter";
  let nodeId = 0;
  let offset = 0;
  while (offset < body.length) {
    const tag = body[offset];
    const number = readVarint(body, offset + 1);
    if (number === undefined) return undefined;
    offset = number.end;
    if (tag === NODE_ID_TAG) nodeId = number.value;
    else if (tag === ACTION_TAG) {
      const known = ACTIONS[number.value];
      if (known === undefined) return undefined;
      action = known;
    } else return undefined;
  }
  return { action, nodeId };
}
