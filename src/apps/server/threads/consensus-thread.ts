// TEMPORARY sole voter until raft/node drives it.
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { type MessagePort, parentPort, workerData } from "node:worker_threads";
import type { Outcome } from "#storage/consensus.ts";
import { NodeDisk } from "#storage/disk/node-disk.ts";
import { decodePayload, stampLogTime } from "#storage/entry-payload.ts";
import { isAnnounced } from "#storage/key-areas.ts";
import { LevelStore } from "#storage/level/level-store.ts";
import { SegmentedLog } from "#storage/log/segmented-log.ts";
import { readProposals } from "#storage/proposal-codec.ts";
import { ChangeRingWriter } from "#storage/shared/change-ring.ts";
import { logTimeNow, setLogTime } from "#storage/shared/log-time.ts";
import { NodeStatus } from "#storage/shared/node-status.ts";
import { type Candidate, LeaderChecks } from "#storage/state/leader-checks.ts";
import { StateMachine } from "#storage/state/state-machine.ts";
import type { ToConsensus, ToRequests } from "../links/consensus-messages.ts";
import { systemClock } from "../system-clock.ts";
import type { SharedMemory } from "./shared-memory.ts";

interface Data {
  memory: SharedMemory;
  dataDirectory: string;
  ports: MessagePort[];
}
interface Pending extends Candidate {
  call: number;
  port: MessagePort;
  payload: Uint8Array;
  index: number;
}

const { memory, dataDirectory: directory, ports } = workerData as Data;
const status = new NodeStatus(memory.status);
const ring = new ChangeRingWriter(memory.changes);
mkdirSync(directory, { recursive: true, mode: 0o700 });
const store = await LevelStore.open({
  directory: join(directory, "state"),
  cacheBytes: 64 << 20,
  mustExist: false,
});
const log = SegmentedLog.open({ disk: new NodeDisk(), directory: join(directory, "log") });
const machine = await StateMachine.open(store);
const checks = new LeaderChecks<Pending>((key) => machine.versionOf(key));
let next = log.state.lastIndex + 1;
const term = (log.state.hardState?.term ?? 0) + 1;

for (let at = machine.position + 1; at <= log.state.lastIndex; ) {
  const entries = log.reader.entries(at, log.state.lastIndex + 1, 1 << 20) ?? [];
  await machine.apply(
    entries.map((e) => ({ index: e.index, term: e.term, data: e.data.length > 0 ? e.data : undefined })),
  );
  at += entries.length;
}
setLogTime(status, systemClock, Math.max(machine.applied.logTimeMs, systemClock.wallMs()));
status.set("appliedIndex", machine.applied.index);
status.set("term", term);
status.set("openTerm", term);
status.set("leader", 1);
status.set("leaderSinceMs", systemClock.wallMs());
status.setRole("leader");

let accepted: Pending[] = [];
let busy = false;
const out = new Map<MessagePort, { committed: number[]; others: { call: number; outcome: Outcome }[] }>();
const reply = (port: MessagePort) => {
  let o = out.get(port);
  if (!o) out.set(port, (o = { committed: [], others: [] }));
  return o;
};
function flush(): void {
  for (const [port, { committed, others }] of out) {
    port.postMessage({ committed: Float64Array.from(committed), others } satisfies ToRequests);
  }
  out.clear();
}

async function run(): Promise<void> {
  if (busy) return;
  busy = true;
  while (accepted.length > 0) {
    const group = accepted;
    accepted = [];
    const entries = group.map((p) => ({ index: p.index, term, kind: "data" as const, data: p.payload }));
    log.write([{ entries }]);
    status.set("commitIndex", group.at(-1)?.index ?? 0);
    const changed = await machine.apply(group.map((p) => ({ index: p.index, term, data: p.payload })));
    for (const key of changed) if (isAnnounced(key)) ring.append(key);
    ring.publish();
    status.set("appliedIndex", machine.applied.index);
    const now = systemClock.monotonicMs();
    for (const p of group) {
      reply(p.port).committed.push(p.call, machine.versionAt(p.index));
      for (const woken of checks.settle(p.keys, now)) {
        reply(woken.candidate.port).others.push({
          call: woken.candidate.call,
          outcome: { kind: "conflict", key: woken.key },
        });
      }
    }
    flush();
  }
  busy = false;
}

for (const port of ports) {
  port.on("message", ({ proposals }: ToConsensus) => {
    if (!proposals) return;
    const now = systemClock.monotonicMs();
    for (const p of readProposals(proposals)) {
      stampLogTime(p.payload, logTimeNow(status, systemClock));
      const payload = decodePayload(p.payload);
      if (p.epoch !== status.get("sealEpoch")) {
        reply(port).others.push({
          call: p.call,
          outcome: { kind: "busy", reason: "the barrier was sealed" },
        });
        continue;
      }
      const candidate: Pending = {
        name: `${payload.id.origin}/${payload.id.sequence}`,
        checks: p.checks,
        keys: payload.writes.map((w) => w.key),
        call: p.call,
        port,
        payload: p.payload,
        index: 0,
      };
      const verdict = checks.offer(candidate, now);
      if (verdict.kind === "accept") {
        candidate.index = next++;
        accepted.push(candidate);
      } else if (verdict.kind === "conflict") {
        reply(port).others.push({ call: p.call, outcome: { kind: "conflict", key: verdict.key } });
      }
    }
    flush();
    void run();
  });
}
setInterval(() => {
  for (const w of checks.expire(systemClock.monotonicMs())) {
    reply(w.candidate.port).others.push({
      call: w.candidate.call,
      outcome: { kind: "conflict", key: w.key },
    });
  }
  flush();
}, 50);
parentPort?.postMessage("ready");
