// A request's body under a running limit: refused by its declared length before a byte is read, else as soon as it is
// too long. Nothing is kept of a body that is refused.
import type { IncomingMessage } from "node:http";
import type { Http2ServerRequest } from "node:http2";
import { VaultError } from "#base/vault-error.ts";
import { firstChunkSize } from "./first-chunk.ts";
import { FramingError } from "./framing-error.ts";
import { GatheredBytes } from "./gathered-bytes.ts";

/**
 * @param parse what to make of the whole body, at once when it is there
 * @throws VaultError too_large, invalid_request (the client broke off), and what `parse` throws
 */
export function readBody<T>(
  incoming: IncomingMessage,
  maxBytes: number,
  parse: (body: Uint8Array) => T,
): Promise<T> {
  return new Promise((resolve, reject) => {
    const body = new GatheredBytes();
    incoming.on("data", (chunk: Uint8Array) => {
      if (body.length + chunk.length <= maxBytes) body.add(chunk);
      else {
        body.forget();
        reject(tooLarge(maxBytes));
      }
    });
    let isWhole = false;
    incoming.on("end", () => {
      isWhole = true;
      try {
        resolve(parse(body.bytes));
      } catch (error) {
        reject(error);
      }
    });
    const brokenOff = (): void => {
      if (!isWhole) reject(new VaultError("invalid_request", "the request body ended early"));
    };
    incoming.on("error", brokenOff);
    incoming.on("close", brokenOff);
  });
}

/** Refuses by what is announced, before anything is read. @throws VaultError too_large, FramingError */
export function checkDeclaredLength(incoming: IncomingMessage, maxBytes: number): void {
  const { headers } = incoming;
  const isChunked = headers["transfer-encoding"] !== undefined;
  const declared = isChunked ? firstChunkSize(incoming) : Number(headers["content-length"] ?? 0);
  if (declared === undefined || declared <= maxBytes) return;
  throw Number.isSafeInteger(declared)
    ? tooLarge(maxBytes)
    : new FramingError("malformed request: chunk size");
}

/** Whether a body follows at all: most reads have none, and then nothing is awaited. */
export function hasBody(incoming: IncomingMessage): boolean {
  const { stream } = incoming as unknown as Partial<Http2ServerRequest>;
  if (stream) return !stream.endAfterHeaders;
  const { headers } = incoming;
  if (headers["transfer-encoding"] !== undefined) return true;
  const declared = headers["content-length"];
  return declared !== undefined && declared !== "0";
}

function tooLarge(maxBytes: number): VaultError {
  return new VaultError("too_large", `request body too large: at most ${maxBytes} bytes`);
}
