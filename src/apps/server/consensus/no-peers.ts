// A node that has no peers yet: nothing may ever be sent or pulled.
import { assert } from "#base/assert.ts";
import type { SnapshotPort } from "#raft/node/ports/snapshot-port.ts";
import type { Transport } from "#raft/node/ports/transport.ts";

export const noPeers: Transport & SnapshotPort = {
  send: (peer) => assert(false, `there is no way to reach node ${peer}`),
  pull: (from) => assert(false, `there is no way to pull a snapshot from node ${from}`),
  cancel: () => {},
};
