// How the transit seal proves itself to its peer: a token, or a login that makes one whenever it is needed.
import type { HclBlock } from "#base/hcl/hcl-block.ts";
import { Secret } from "#base/secret.ts";
import { type StanzaShape, used } from "../reading/key-table.ts";
import type { Stanza } from "../reading/stanza.ts";
import { readSecretSource, type SecretSource } from "./secret-source.ts";

export type TransitLogin =
  | { readonly method: "token"; readonly token: SecretSource }
  | {
      readonly method: "approle";
      readonly mountPath: string;
      readonly roleId: SecretSource;
      /** `undefined` when the role needs none (bind_secret_id = false). */
      readonly secretId: SecretSource | undefined;
    }
  | {
      readonly method: "userpass";
      readonly mountPath: string;
      readonly username: string;
      readonly password: SecretSource;
    };

export const TRANSIT_AUTH_APPROLE = {
  title: 'seal "transit" { auth "approle" }',
  says: "Log in to the peer by AppRole.",
  keys: {
    mount_path: used("Where the method is mounted at the peer.", { standard: '"approle"' }),
    role_id: used("The role's id, or `file://…`, or `env://…`.", { secret: true, reloads: true }),
    role_id_file: used("File with it.", { reloads: true }),
    secret_id: used("A secret id of the role, or `file://…`, or `env://…`.", { secret: true, reloads: true }),
    secret_id_file: used("File with it, read again at each login.", { reloads: true }),
  },
} satisfies StanzaShape;

export const TRANSIT_AUTH_USERPASS = {
  title: 'seal "transit" { auth "userpass" }',
  says: "Log in to the peer as a user.",
  keys: {
    mount_path: used("Where the method is mounted at the peer.", { standard: '"userpass"' }),
    username: used("The user."),
    password: used("The password, or `file://…`, or `env://…`.", { secret: true, reloads: true }),
    password_file: used("File with it, read again at each login.", { reloads: true }),
  },
} satisfies StanzaShape;

type Seal = Stanza<"token" | "token_file" | "auth">;

export function readTransitLogin(stanza: Seal): TransitLogin | undefined {
  const token = readSecretSource(stanza, "token", "token_file");
  const block = stanza.block("auth", 1);
  if (block !== undefined) {
    const auth = readAuth(stanza, block);
    if (token === undefined) return auth;
    if (!stanza.isFromOutside("token")) stanza.error("auth", "cannot stand beside a token");
  }
  if (token !== undefined) return { method: "token", token };
  const general = stanza.context.environment.find("TOKEN");
  if (general !== undefined) {
    return { method: "token", token: { kind: "value", secret: Secret.ofText(general.value) } };
  }
  if (!stanza.has("token"))
    stanza.error("token", "is required, or token_file, or an auth block, or VAULT_TOKEN");
  return undefined;
}

function readAuth(stanza: Seal, block: HclBlock): TransitLogin | undefined {
  const method = block.labels[0]?.toLowerCase() ?? "";
  const place = { block, name: "auth", field: `auth.${method}` };
  if (method === "approle") return stanza.child(TRANSIT_AUTH_APPROLE, place, readAppRole);
  if (method === "userpass") return stanza.child(TRANSIT_AUTH_USERPASS, place, readUserpass);
  const name = JSON.stringify(method.slice(0, 32));
  stanza.context.problems.error(
    block.position,
    `${stanza.place.field}.auth`,
    `${name} is refused: approle and userpass are known`,
  );
  return undefined;
}

function readAppRole(stanza: Stanza<keyof (typeof TRANSIT_AUTH_APPROLE)["keys"]>): TransitLogin | undefined {
  const mountPath = readMountPath(stanza, "approle");
  const roleId = readSecretSource(stanza, "role_id", "role_id_file");
  const secretId = readSecretSource(stanza, "secret_id", "secret_id_file");
  if (roleId === undefined && !stanza.has("role_id")) stanza.error("role_id", "is required, or role_id_file");
  return roleId && { method: "approle", mountPath, roleId, secretId };
}

function readUserpass(
  stanza: Stanza<keyof (typeof TRANSIT_AUTH_USERPASS)["keys"]>,
): TransitLogin | undefined {
  const mountPath = readMountPath(stanza, "userpass");
  const username = stanza.word("username");
  const password = readSecretSource(stanza, "password", "password_file");
  if (username === undefined) stanza.error("username", "is required");
  if (password === undefined && !stanza.has("password"))
    stanza.error("password", "is required, or password_file");
  return username === undefined || password === undefined
    ? undefined
    : { method: "userpass", mountPath, username, password };
}

/** `auth/approle/` and `approle` mean the same. */
function readMountPath(stanza: Stanza<"mount_path">, standard: string): string {
  const path = (stanza.word("mount_path") ?? standard).replace(/^\/*(?:auth\/)?|\/+$/g, "");
  if (path === "") stanza.error("mount_path", "must not be empty");
  return path;
}
