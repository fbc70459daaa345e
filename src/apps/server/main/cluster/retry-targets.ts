// retry_join of the configuration as places to join. Certificates are read when they are needed first.
import { readFileSync } from "node:fs";
import { utf8Text } from "#base/bytes.ts";
import type { PemSource, RetryJoinOptions } from "#config/storage/retry-join.ts";
import type { StorageOptions } from "#config/storage.ts";
import type { JoinTarget } from "#core/cluster/raft-desk.ts";

/** @throws Error when a file can not be read, or a way to find members is not supported */
export function retryTargets(storage: StorageOptions, ownApiAddr: string): JoinTarget[] {
  if (storage.type !== "raft") return [];
  const targets = storage.retryJoin.map((options) => targetOf(options, storage.joinsAsNonVoter));
  // All nodes may be given the same list.
  return targets.filter(({ leaderApiAddr }) => leaderApiAddr !== ownApiAddr);
}

function targetOf(options: RetryJoinOptions, isNonVoter: boolean): JoinTarget {
  const { leader, caCert, clientCert, clientKey, tlsServerName } = options;
  if (!("apiAddr" in leader)) {
    throw new Error(
      `retry_join: auto_join with provider "${leader.provider}" is not supported by this version`,
    );
  }
  return {
    leaderApiAddr: leader.apiAddr,
    caCert: pemOf(caCert),
    clientCert: pemOf(clientCert),
    clientKey: pemOf(clientKey),
    tlsServerName: tlsServerName ?? "",
    isNonVoter,
    retries: true,
  };
}

function pemOf(source: PemSource | undefined): string {
  if (source === undefined) return "";
  return source.kind === "file" ? readFileSync(source.path, "utf8") : utf8Text(source.pem.reveal());
}
