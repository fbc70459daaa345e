// A request's body under a running limit: refused by its declared length before a byte is read, else as soon as it is
// too long. Nothing is kept of a body that is refused.
import type { IncomingMessage } from "node:http";
import { VaultError } from "#base/vault-error.ts";

const NOTHING = new Uint8Array(0);

/** @throws VaultError too_large, invalid_request (the client broke off) */
export function readBody(incoming: IncomingMessage, maxBytes: number): Promise<Uint8Array> {
  const declared = Number(incoming.headers["content-length"] ?? 0);
  if (declared > maxBytes) return Promise.reject(tooLarge(maxBytes));
  return new Promise((resolve, reject) => {
    const chunks: Uint8Array[] = [];
    let length = 0;
    incoming.on("data", (chunk: Uint8Array) => {
      length += chunk.length;
      if (length > maxBytes) {
        chunks.length = 0;
        incoming.removeAllListeners("data");
        incoming.pause();
        reject(tooLarge(maxBytes));
        return;
      }
      chunks.push(chunk);
    });
    incoming.on("end", () => resolve(joined(chunks, length)));
    incoming.on("error", () => reject(new VaultError("invalid_request", "the request body ended early")));
    incoming.on("aborted", () => reject(new VaultError("invalid_request", "the request body ended early")));
  });
}

/** Whether a body follows at all: most reads have none, and then nothing is awaited. */
export function hasBody(incoming: IncomingMessage): boolean {
  const { headers } = incoming;
  if (headers["transfer-encoding"] !== undefined) return true;
  const declared = headers["content-length"];
  if (declared !== undefined) return declared !== "0";
  return incoming.httpVersionMajor === 2 && !incoming.readableEnded && incoming.method !== "GET";
}

function joined(chunks: readonly Uint8Array[], length: number): Uint8Array {
  const first = chunks[0];
  if (first === undefined) return NOTHING;
  if (chunks.length === 1) return first;
  const whole = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.length;
  }
  return whole;
}

function tooLarge(maxBytes: number): VaultError {
  return new VaultError("too_large", `request body too large: at most ${maxBytes} bytes`);
}
