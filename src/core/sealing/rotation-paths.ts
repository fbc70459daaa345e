// sys/key-status, sys/rotate and sys/rotate/config: the barrier's key by hand, count and interval.
import type { Barrier } from "#barrier/barrier.ts";
import { formatDuration } from "#base/duration.ts";
import type { JsonObject } from "#base/json/raw-json.ts";
import { formatRfc3339 } from "#base/rfc3339.ts";
import { VaultError } from "#base/vault-error.ts";
import { boolean, integer, seconds } from "#contract/fields/scalars.ts";
import type { AnyPath } from "#contract/path.ts";
import type { Reply } from "#contract/reply.ts";
import type { StateCache } from "../state-cache.ts";
import {
  type SystemReadCall,
  type SystemWriteCall,
  systemPath,
  systemReads,
  systemWrites,
} from "../system-path.ts";
import {
  DEFAULT_ROTATION,
  FEWEST_OPERATIONS,
  MOST_OPERATIONS,
  ROTATION_KEY,
  type RotationConfig,
  readKeyring,
  rotateKeyring,
  rotationRecord,
  SHORTEST_INTERVAL_SECONDS,
} from "./rotation.ts";

const CONFIG = {
  enabled: boolean("Rotate by count and interval."),
  max_operations: integer(`Encryptions before a rotation: ${FEWEST_OPERATIONS} to ${MOST_OPERATIONS}.`),
  interval: seconds("Age before a rotation; at least 24 hours, 0 for never."),
};

export interface RotationNeeds {
  barrier: Barrier;
  cache: StateCache;
  /** Encryptions under the active term. */
  encryptions(): number;
}

export function rotationPaths(needs: RotationNeeds): AnyPath<unknown>[] {
  return [
    systemPath({
      pattern: "key-status",
      fields: {},
      summary: "The active key of the barrier.",
      operations: { read: systemReads((call) => keyStatus(needs, call)) },
    }),
    rotatePath("rotate"),
    rotatePath("rotate/keyring"),
    systemPath({
      pattern: "rotate/config",
      fields: CONFIG,
      summary: "When the barrier's key rotates by itself.",
      operations: {
        read: systemReads(() => ({ data: configBody(configOf(needs.cache)) })),
        update: systemWrites((call: SystemWriteCall<typeof CONFIG>) => configure(needs, call)),
      },
    }),
  ];
}

/** The new term takes effect on each thread when it meets it; on this one with the commit (see StateCache). */
function rotatePath(pattern: string): AnyPath<unknown> {
  return systemPath({
    pattern,
    fields: {},
    access: "sudo",
    summary: "Rotate the barrier's key.",
    operations: {
      update: systemWrites((call) => {
        rotateKeyring(call.transaction);
        return undefined;
      }),
    },
  });
}

function keyStatus({ encryptions }: RotationNeeds, call: SystemReadCall): Reply {
  const keyring = readKeyring(call.transaction);
  const { term, installedAtMs } = keyring.active;
  keyring.wipe();
  return { data: { encryptions: encryptions(), install_time: formatRfc3339(installedAtMs), term } };
}

export function configOf(cache: StateCache): RotationConfig {
  return cache.read(rotationRecord, ROTATION_KEY).value ?? DEFAULT_ROTATION;
}

function configBody({ enabled, intervalSeconds, maxOperations }: RotationConfig): JsonObject {
  const interval = intervalSeconds === 0 ? 0 : formatDuration(intervalSeconds * 1000);
  return { enabled, interval, max_operations: maxOperations };
}

function configure(needs: RotationNeeds, call: SystemWriteCall<typeof CONFIG>): undefined {
  const before = configOf(needs.cache);
  const { enabled, max_operations, interval } = call.fields;
  if (
    max_operations !== undefined &&
    (max_operations < FEWEST_OPERATIONS || max_operations > MOST_OPERATIONS)
  ) {
    throw refuse(`max_operations must be in the range [${FEWEST_OPERATIONS},${MOST_OPERATIONS}]`);
  }
  if (interval !== undefined && interval !== 0 && interval < SHORTEST_INTERVAL_SECONDS) {
    throw refuse("interval must be greater or equal to 24h0m0s");
  }
  call.transaction.write(rotationRecord, ROTATION_KEY, {
    enabled: enabled ?? before.enabled,
    maxOperations: max_operations ?? before.maxOperations,
    intervalSeconds: interval ?? before.intervalSeconds,
  });
  return undefined;
}

function refuse(reason: string): VaultError {
  return new VaultError("invalid_request", reason);
}
