import type { QuorumRoutes } from "./quorum-route.ts";

/** Whose keys are made anew: those that unseal, or those of a seal that unseals by itself. */
export function rekeyRoutes(target: "barrier" | "recovery"): QuorumRoutes {
  const bare = target === "barrier" ? "sys/rekey" : "sys/rekey-recovery-key";
  const enveloped = target === "barrier" ? "sys/rotate/root" : "sys/rotate/recovery";
  return {
    bare: {
      status: `${bare}/init`,
      update: `${bare}/update`,
      verify: `${bare}/verify`,
      backup: target === "barrier" ? "sys/rekey/backup" : "sys/rekey/recovery-key-backup",
    },
    enveloped: {
      status: `${enveloped}/init`,
      update: `${enveloped}/update`,
      verify: `${enveloped}/verify`,
      backup: `${enveloped}/backup`,
    },
  };
}
