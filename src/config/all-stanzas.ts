// Every kind of block there is: for the documentation, and for advice on keys that stand in the wrong one.
import { AUDIT_DEVICE } from "./audit.ts";
import { LISTENER_IN_FLIGHT, LISTENER_PROFILING, LISTENER_TELEMETRY } from "./listener/open-access.ts";
import { TCP_LISTENER } from "./listener.ts";
import type { StanzaShape } from "./reading/key-table.ts";
import { STATIC_SEAL } from "./seal/static.ts";
import { TRANSIT_SEAL } from "./seal/transit.ts";
import { TRANSIT_AUTH_APPROLE, TRANSIT_AUTH_USERPASS } from "./seal/transit-login.ts";
import { SHAMIR_SEAL } from "./seal.ts";
import { KUBERNETES_REGISTRATION } from "./service-registration.ts";
import { RAFT_STORAGE } from "./storage/raft.ts";
import { RETRY_JOIN } from "./storage/retry-join.ts";
import { FILE_STORAGE, INMEM_STORAGE } from "./storage.ts";
import { TELEMETRY } from "./telemetry.ts";
import { TOP_LEVEL } from "./top-level.ts";
import { USER_LOCKOUT } from "./user-lockout.ts";

export const ALL_STANZAS: readonly StanzaShape[] = [
  TOP_LEVEL,
  TCP_LISTENER,
  LISTENER_TELEMETRY,
  LISTENER_PROFILING,
  LISTENER_IN_FLIGHT,
  RAFT_STORAGE,
  RETRY_JOIN,
  FILE_STORAGE,
  INMEM_STORAGE,
  SHAMIR_SEAL,
  STATIC_SEAL,
  TRANSIT_SEAL,
  TRANSIT_AUTH_APPROLE,
  TRANSIT_AUTH_USERPASS,
  TELEMETRY,
  KUBERNETES_REGISTRATION,
  USER_LOCKOUT,
  AUDIT_DEVICE,
];
