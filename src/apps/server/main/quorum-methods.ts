// The quorum's methods as request threads reach them: the room is there once the state has been opened.
import type { QuorumMethods } from "#core/sealing/quorum/quorum-methods.ts";
import type { QuorumRoom } from "#core/sealing/quorum/quorum-room.ts";

export function quorumMethods(room: () => QuorumRoom): QuorumMethods {
  const methods = (): QuorumMethods => room().methods;
  return {
    rootStatus: () => methods().rootStatus(),
    startRoot: (wish) => methods().startRoot(wish),
    cancelRoot: () => methods().cancelRoot(),
    updateRoot: (given) => methods().updateRoot(given),
    rekeyStatus: (of) => methods().rekeyStatus(of),
    startRekey: (wish) => methods().startRekey(wish),
    cancelRekey: (of) => methods().cancelRekey(of),
    updateRekey: (given) => methods().updateRekey(given),
    verificationStatus: (of) => methods().verificationStatus(of),
    cancelVerification: (of) => methods().cancelVerification(of),
    verifyRekey: (given) => methods().verifyRekey(given),
    rotateRootKey: () => methods().rotateRootKey(),
  };
}
