import { attempt } from "../attempt.ts";
import { CliError } from "../cli-error.ts";
import { defineCommand } from "../command.ts";
import {
  durationFlag,
  integerFlag,
  maybeFlag,
  pairsFlag,
  switchFlag,
  textFlag,
  textsFlag,
} from "../flags/flag.ts";
import { given } from "../mounts/mount-flags.ts";
import { printEnvelope } from "../output/print.ts";

export const command = defineCommand({
  summary: "Create a token",
  usage: "[options]",
  description: [
    "Creates a child of the token in use. Without -policy it may do what its parent may. It lives for -ttl and longer if it is renewed; when its parent is revoked, so is it.",
  ],
  examples: [
    ["Create a token for an application:", "token create -policy=app -ttl=1h"],
    ["One that lives as long as it is renewed every day:", "token create -policy=app -period=24h -orphan"],
    ["One for a single request:", "token create -use-limit=1 -ttl=5m -field=token"],
  ],
  flags: {
    "display-name": textFlag("Name of the token, which is no secret."),
    "entity-alias": textFlag("Entity alias to tie the token to. Needs -role."),
    "explicit-max-ttl": durationFlag("Hard limit of the token's life; nothing extends it."),
    id: textFlag("The token itself, instead of one the server makes. Needs sudo."),
    metadata: pairsFlag("What the audit log is to say about the token. May be given several times."),
    "no-default-policy": switchFlag('Leave the policy "default" out.'),
    orphan: switchFlag("Without a parent: it outlives the token that created it. Needs sudo."),
    period: durationFlag("Each renewal lets it live so long again, without end. Needs sudo."),
    policy: textsFlag("Policy of the token. May be given several times."),
    renewable: maybeFlag("Whether it may be renewed. The default is true."),
    role: textFlag("Token role that decides what is not given, and may override what is."),
    ttl: durationFlag("How long it lives at first."),
    type: textFlag("service or batch. The default is service.", { choices: ["service", "batch"] }),
    "use-limit": integerFlag("Revoked after so many uses. The default is no limit."),
  },
  output: "fields",
  least: 0,
  most: 0,
  async run(call) {
    const { flags } = call;
    const { metadata, policy } = flags;
    const body = given({
      id: flags.id,
      policies: policy.length === 0 ? undefined : policy,
      meta: Object.keys(metadata).length === 0 ? undefined : metadata,
      ttl: flags.ttl,
      explicit_max_ttl: flags["explicit-max-ttl"],
      period: flags.period,
      no_parent: flags.orphan ? true : undefined,
      no_default_policy: flags["no-default-policy"] ? true : undefined,
      display_name: flags["display-name"],
      num_uses: flags["use-limit"],
      renewable: flags.renewable ?? true,
      type: flags.type ?? "service",
      entity_alias: flags["entity-alias"],
    });
    const path = flags.role === undefined ? "auth/token/create" : `auth/token/create/${flags.role}`;
    const client = await call.client();
    const envelope = await attempt(call, "Error creating token", client.post(path, body));
    if (envelope === undefined) throw new CliError("Error creating token: the server's answer is empty", 2);
    return await printEnvelope(call, envelope);
  },
});
