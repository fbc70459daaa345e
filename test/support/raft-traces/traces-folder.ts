// Where the traces are: etcd's, published as data, are kept beside the repository.
import { join, resolve } from "node:path";

/** `RAFT_TRACES`, or the folder beside the repository. */
export function tracesFolder(): string {
  const given = process.env.RAFT_TRACES;
  return given ? resolve(given) : join(import.meta.dirname, "../../../../shared/raft-traces");
}
