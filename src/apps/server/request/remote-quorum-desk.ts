import type { QuorumDesk } from "#core/sealing/quorum/quorum-methods.ts";
import type { MainMethods } from "../links/main-messages.ts";
import type { Rpc } from "../links/rpc.ts";

/** What the main thread keeps of operations that a quorum authorises. */
export function remoteQuorumDesk(main: Rpc<MainMethods>): QuorumDesk {
  return {
    rootStatus: () => main.call("rootStatus"),
    startRoot: (wish) => main.call("startRoot", wish),
    cancelRoot: () => main.call("cancelRoot"),
    updateRoot: (given) => main.call("updateRoot", given),
    rekeyStatus: (of) => main.call("rekeyStatus", of),
    startRekey: (wish) => main.call("startRekey", wish),
    cancelRekey: (of) => main.call("cancelRekey", of),
    updateRekey: (given) => main.call("updateRekey", given),
    verificationStatus: (of) => main.call("verificationStatus", of),
    cancelVerification: (of) => main.call("cancelVerification", of),
    verifyRekey: (given) => main.call("verifyRekey", given),
    rotateRootKey: () => main.call("rotateRootKey"),
  };
}
