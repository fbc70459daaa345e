// Every counter by its dotted name, and what it counts.

export const COUNTERS = {
  "core.response_status_code": "Answers by status",
  "audit.log_request_failure":
    "Requests that no audit device could write down, and that were refused therefore",
  "audit.log_response_failure":
    "Answers that no audit device could write down, and that were kept back therefore",
  "token.creation": "Tokens created, by how they were",
  "token.create_root": "Root tokens created",
  "barrier.estimated_encryptions": "Encryptions by this node since its start",
  "cache.hit": "Records found in a thread's cache",
  "cache.miss": "Records that had to be read and decrypted",
  "cache.write": "Records put into a thread's cache",
  "cache.delete": "Records dropped from a thread's cache because they changed",
  "raft.apply": "Entries applied to the stored state",
  "raft.state.leader": "How often this node became the leader",
  "raft.state.follower": "How often this node became a follower",
  "raft.state.candidate": "How often this node stood for election",
  "raft.transition.heartbeat_timeout": "How often this node missed its leader and stood for election",
  "raft_storage.bolt.write.count": "Writes to a store's files",
  "raft_storage.bolt.write.time": "Milliseconds spent in writes to a store's files",
  "ha.rpc.client.forward.errors": "Requests that could not be forwarded, each try",
  "seal.encrypt": "Encryptions by the seal",
  "seal.encrypt.error": "Failed encryptions by the seal",
  "seal.decrypt": "Decryptions by the seal",
  "seal.decrypt.error": "Failed decryptions by the seal",
  "process.cpu_seconds": "Seconds of CPU that the process has used",
  "coffer.http_responses": "Answers by listener and status",
  "coffer.mount_requests": "Requests by mount, operation and kind of answer",
  "coffer.commits": "Writes by what became of them",
  "coffer.commit_conflicts": "Tries that met another write of the same data and were made again",
  "coffer.cache_overflows": "How often a thread missed changes and dropped its whole cache",
  "coffer.password_hash_refused": "Password checks refused because too many were waiting",
  "coffer.audit_device_entries": "Audit entries by device and outcome",
  "coffer.log_lines": "Lines of the server's log by level",
  "coffer.monitor_dropped_lines": "Log lines that sys/monitor left out for clients that were too slow",
  "coffer.raft_role_changes": "Changes of role, term or leader that this node saw",
  "coffer.raft_alarms": "Messages that no correct member sends, by kind",
  "coffer.raft_log_bytes": "Bytes of log entries made durable",
  "coffer.raft_log_entries": "Log entries made durable",
  "coffer.expired": "Tokens and leases ended because they were due",
  "coffer.metrics_late_readings":
    "Readings in which a thread did not answer in time and its former figures stood in",
  "coffer.metrics_dropped_series": "Series not kept because a metric had too many",
} as const;

export type CounterName = keyof typeof COUNTERS;
