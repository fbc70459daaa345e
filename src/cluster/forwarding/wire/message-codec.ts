import { coffer } from "#proto/forwarding.js";
import type { Part } from "./part.ts";

const { Message } = coffer.forwarding.v1;

/** Framing and proofs of another kind are refused. */
export const FORWARDING_FORMAT = 1;

export const FORWARDING_PATH = "/coffer.forwarding.v1.Forwarding/Requests";

export interface Opening {
  readonly format: number;
  readonly nonce: Uint8Array;
  readonly proof: Uint8Array;
}

export interface ReceivedMessage {
  readonly opening: Opening | undefined;
  readonly parts: readonly Part[];
  readonly isLeaving: boolean;
}

export function encodeOpening({ nonce, proof }: Partial<Opening>): Uint8Array {
  return Message.encode({
    opening: { format: FORWARDING_FORMAT, ...(nonce && { nonce }), ...(proof && { proof }) },
  }).finish();
}

export function encodeParts(parts: readonly Part[]): Uint8Array {
  return Message.encode({ parts: [...parts] }).finish();
}

export function encodeLeaving(): Uint8Array {
  return Message.encode({ isLeaving: true }).finish();
}

/** `undefined`: it is no message of this kind. */
export function decodeMessage(bytes: Uint8Array): ReceivedMessage | undefined {
  try {
    const { opening, parts, isLeaving } = Message.decode(bytes);
    return {
      isLeaving: isLeaving === true,
      opening: opening
        ? {
            format: opening.format ?? 0,
            nonce: Uint8Array.from(opening.nonce ?? []),
            proof: Uint8Array.from(opening.proof ?? []),
          }
        : undefined,
      parts: (parts ?? []).map((part) => ({
        call: Number(part.call ?? 0),
        bytes: part.bytes ?? new Uint8Array(),
        isLast: part.isLast === true,
        isCancelled: part.isCancelled === true,
      })),
    };
  } catch {
    return undefined;
  }
}
