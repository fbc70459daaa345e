// A connection of the load, whatever its protocol: one request under way at a time.
import type { RequestParts } from "./request-parts.ts";

/** A request made beforehand: a bench must not measure its own string building. */
export interface PreparedRequest {
  parts: RequestParts;
  bytes: Buffer;
}

export interface LoadClient {
  /** @returns the status of the answer */
  send(request: PreparedRequest): Promise<number>;
  close(): void;
}
