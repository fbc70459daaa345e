import type { WireRequest } from "#client/transport.ts";

/** Carries the request that would have been sent up to where it is printed: no failure. */
export class ShownRequest extends Error {
  readonly request: WireRequest;

  constructor(request: WireRequest) {
    super("a request to be shown, not sent");
    this.name = "ShownRequest";
    this.request = request;
  }
}
