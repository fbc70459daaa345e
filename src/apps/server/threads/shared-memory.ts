// The memory that all threads of a node share. Made by the main thread, handed to each worker at its start.
import { availableParallelism } from "node:os";
import { KEY_MEMORY_BYTES } from "#barrier/key-memory.ts";
import { ENCRYPTION_COUNTER_BYTES } from "#core/sealing/encryption-counter.ts";
import { KeyWorkQueue, type KeyWorkSlots } from "#kit/key-work-queue.ts";
import { PasswordQueue } from "#kit/password-queue.ts";
import { SharedSlots } from "#kit/shared-slots.ts";
import { CHANGE_RING_BYTES } from "#storage/shared/change-ring.ts";
import { NODE_STATUS_BYTES } from "#storage/shared/node-status.ts";
import { LOG_FILE_BYTES } from "../logging/log-file.ts";
import { LOG_LEVELS_BYTES } from "../logging/log-levels.ts";

export interface SharedMemory {
  status: SharedArrayBuffer;
  keys: SharedArrayBuffer;
  changes: SharedArrayBuffer;
  /** How much each logger says, and what monitors listen for. */
  logLevels: SharedArrayBuffer;
  /** Which of the log's files is the present one. */
  logFile: SharedArrayBuffer;
  /** How many records the barrier has encrypted: an EncryptionCounter. */
  encryptions: SharedArrayBuffer;
  /** How many password hashes may run at once. */
  passwordSlots: SharedArrayBuffer;
  /** How much slow work with private keys may. */
  keyWorkSlots: KeyWorkSlots;
}

export function makeSharedMemory(): SharedMemory {
  const cores = availableParallelism();
  return {
    status: new SharedArrayBuffer(NODE_STATUS_BYTES),
    keys: new SharedArrayBuffer(KEY_MEMORY_BYTES),
    changes: new SharedArrayBuffer(CHANGE_RING_BYTES),
    logLevels: new SharedArrayBuffer(LOG_LEVELS_BYTES),
    logFile: new SharedArrayBuffer(LOG_FILE_BYTES),
    encryptions: new SharedArrayBuffer(ENCRYPTION_COUNTER_BYTES),
    passwordSlots: SharedSlots.forSlots(PasswordQueue.slotsFor(cores)),
    keyWorkSlots: KeyWorkQueue.slotsFor(cores),
  };
}
