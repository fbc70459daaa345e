import type { Transport } from "#raft/node/ports/transport.ts";
import type { NodeMeter } from "./node-meter.ts";

/** The same transport, whose batches `meter` is told of. */
export function meteredTransport(transport: Transport, meter: NodeMeter | undefined): Transport {
  if (meter === undefined) return transport;
  return {
    send: (peer, batch) => {
      meter.sent(peer, batch);
      transport.send(peer, batch);
    },
  };
}
