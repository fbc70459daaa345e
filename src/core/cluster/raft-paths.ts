// sys/storage/raft/*, sys/ha-status and sys/step-down: who the members are, and what operators do with them
// (vault-api.md §1.4).
import { text } from "#contract/fields/scalars.ts";
import type { AnyPath } from "#contract/path.ts";
import { type SystemReadCall, systemPath, systemReads } from "../system-path.ts";
import { serverId } from "./join-paths.ts";
import type { RaftDesk } from "./raft-desk.ts";

const SERVER = { server_id: text("The member's name."), dr_operation_token: text("Accepted and ignored.") };

export function raftPaths(desk: RaftDesk): AnyPath<unknown>[] {
  return [
    systemPath({
      pattern: "storage/raft/configuration",
      fields: {},
      summary: "The members of the cluster.",
      operations: { read: systemReads(async () => ({ data: await desk.configuration() })) },
    }),
    systemPath({
      pattern: "ha-status",
      fields: {},
      summary: "The nodes of the cluster, as the active one has heard them.",
      operations: { read: systemReads(async () => ({ data: await desk.haStatus() })) },
    }),
    memberPath("remove-peer", "Remove a member.", (id) => desk.removePeer(id)),
    memberPath("promote", "Give a member a vote.", (id) => desk.promote(id)),
    memberPath("demote", "Take a member's vote.", (id) => desk.demote(id)),
    systemPath({
      pattern: "step-down",
      access: "sudo",
      fields: {},
      summary: "Hand over to another node.",
      operations: {
        update: systemReads(async () => {
          await desk.stepDown();
          return undefined;
        }),
      },
    }),
  ];
}

function memberPath(name: string, summary: string, act: (id: string) => Promise<void>): AnyPath<unknown> {
  return systemPath({
    pattern: `storage/raft/${name}`,
    fields: SERVER,
    summary,
    operations: {
      update: systemReads(async (call: SystemReadCall<typeof SERVER>) => {
        await act(serverId(call.fields.server_id));
        return undefined;
      }),
    },
  });
}
