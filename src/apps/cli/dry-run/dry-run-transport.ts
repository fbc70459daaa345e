// Stands before the network when the request is only to be shown.
import type { Transport, WireRequest, WireResponse } from "#client/transport.ts";
import { ShownRequest } from "./shown-request.ts";

export class DryRunTransport implements Transport {
  async send(request: WireRequest): Promise<WireResponse> {
    throw new ShownRequest(request);
  }

  close(): void {
    // Nothing was opened.
  }
}
