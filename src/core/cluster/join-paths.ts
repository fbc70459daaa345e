// sys/storage/raft/join, which a node answers for itself, and the two halves of the way in, which the cluster answers
// (vault-api.md §1.4, §4.14).
import { VaultError } from "#base/vault-error.ts";
import { boolean, integer, secretText, text } from "#contract/fields/scalars.ts";
import type { AnyPath } from "#contract/path.ts";
import { type SystemReadCall, systemPath, systemReads } from "../system-path.ts";
import type { JoiningDesk, RaftDesk } from "./raft-desk.ts";

const JOIN = {
  leader_api_addr: text("URL of a member of the cluster."),
  leader_ca_cert: text("PEM of the authority that signed its certificate."),
  leader_client_cert: text("PEM of the certificate to show."),
  leader_client_key: secretText("PEM of its key."),
  leader_tls_servername: text("Name to expect in its certificate."),
  auto_join: secretText("How to find members."),
  auto_join_scheme: text("Scheme for what is found."),
  auto_join_port: integer("Port for what is found."),
  retry: boolean("Go on trying when it fails."),
  non_voter: boolean("Join without a vote."),
};

const CHALLENGE = { server_id: text("The joining node's name.") };

const ANSWER = {
  server_id: text("The joining node's name."),
  challenge: text("The challenge, as it was given."),
  answer: secretText("The proof that the node holds the cluster's seal, base64."),
  incarnation: text("The joining node's incarnation, decimal."),
  cluster_addr: text("Where it takes members in."),
  forwarding_addr: text("Where it takes forwarded requests in."),
  certificate_sha256: text("Of the certificate that it shows, hexadecimal."),
  non_voter: boolean("It wants no vote."),
};

/** As Vault's members have it. */
const MAX_SERVER_ID = 256;

export function joiningPaths(desk: JoiningDesk): AnyPath<unknown>[] {
  return [
    systemPath({
      access: "none",
      runsOn: "any",
      whenSealed: "serve",
      pattern: "storage/raft/join",
      fields: JOIN,
      summary: "Make this node a member of a cluster.",
      operations: { update: systemReads((call: SystemReadCall<typeof JOIN>) => join(desk, call)) },
    }),
  ];
}

export function admissionPaths(desk: RaftDesk): AnyPath<unknown>[] {
  return [
    systemPath({
      access: "none",
      pattern: "storage/raft/bootstrap/challenge",
      fields: CHALLENGE,
      summary: "Ask for a challenge, to join.",
      operations: {
        update: systemReads(async (call: SystemReadCall<typeof CHALLENGE>) => {
          return { data: await desk.challenge(serverId(call.fields.server_id)) };
        }),
      },
    }),
    systemPath({
      access: "none",
      pattern: "storage/raft/bootstrap/answer",
      fields: ANSWER,
      summary: "Answer the challenge, and join.",
      operations: { update: systemReads((call: SystemReadCall<typeof ANSWER>) => answer(desk, call)) },
    }),
  ];
}

async function join(desk: JoiningDesk, { fields }: SystemReadCall<typeof JOIN>) {
  if (fields.auto_join) throw new VaultError("invalid_request", "auto_join is not supported by this version");
  await desk.join({
    leaderApiAddr: fields.leader_api_addr ?? "",
    caCert: fields.leader_ca_cert ?? "",
    clientCert: fields.leader_client_cert ?? "",
    clientKey: fields.leader_client_key ?? "",
    tlsServerName: fields.leader_tls_servername ?? "",
    isNonVoter: fields.non_voter ?? false,
    retries: fields.retry ?? false,
  });
  return { data: { joined: true }, bare: true };
}

async function answer(desk: RaftDesk, { fields }: SystemReadCall<typeof ANSWER>) {
  const data = await desk.answer({
    serverId: serverId(fields.server_id),
    challenge: fields.challenge ?? "",
    answer: fields.answer ?? "",
    incarnation: fields.incarnation ?? "",
    clusterAddr: fields.cluster_addr ?? "",
    forwardingAddr: fields.forwarding_addr ?? "",
    pin: fields.certificate_sha256 ?? "",
    isNonVoter: fields.non_voter ?? false,
  });
  return { data };
}

/** @throws VaultError invalid_request */
export function serverId(given: string | undefined): string {
  if (!given) throw new VaultError("invalid_request", "no server id provided");
  if (given.length > MAX_SERVER_ID) {
    throw new VaultError("invalid_request", "server id exceeds max length");
  }
  return given;
}
