// auth/<mount>/users: who may log in, with what password, and for which tokens.
import { VaultError } from "#base/vault-error.ts";
import { definePath, type ReadCall, reads, type WriteCall, writes } from "#contract/path.ts";
import type { Reply } from "#contract/reply.ts";
import { DEFAULT_ROLE_TOKEN_SETTINGS, TOKEN_FIELDS, withTokenFields } from "#kit/token-settings.ts";
import { givesPassword, hashOf } from "./password-hash.ts";
import { readUser, removeUser, type User, userNames, writeUser } from "./user.ts";
import {
  byTodaysNames,
  describeUser,
  listFields,
  oldFields,
  oldNamesAfter,
  passwordFields,
  userFields,
  userNameField,
} from "./user-fields.ts";
import type { Userpass } from "./userpass.ts";

const newPasswordFields = { username: userNameField, ...passwordFields };
const policyFields = {
  username: userNameField,
  policies: oldFields.policies,
  token_policies: TOKEN_FIELDS.token_policies,
};

export const usersPath = definePath<Userpass>()({
  pattern: "users",
  fields: listFields,
  summary: "Names of all users.",
  operations: { list: reads(listUsers, { summary: "List the users." }) },
});

export const userPath = definePath<Userpass>()({
  pattern: "users/:username",
  fields: userFields,
  caseless: ["username"],
  summary: "A user.",
  exists: (_userpass, { storage, fields }: ReadCall<typeof userFields>) =>
    readUser(storage, fields.username ?? "") !== undefined,
  operations: {
    read: reads(showUser, { summary: "Read a user's settings." }),
    update: writes(saveUser, { summary: "Make a user or change it; what is not given stays." }),
    delete: writes(deleteUser, { summary: "Remove a user. Its tokens live on, but can not be renewed." }),
  },
});

export const passwordPath = definePath<Userpass>()({
  pattern: "users/:username/password",
  fields: newPasswordFields,
  caseless: ["username"],
  summary: "A user's password.",
  operations: { update: writes(savePassword, { summary: "Change the password." }) },
});

export const policiesPath = definePath<Userpass>()({
  pattern: "users/:username/policies",
  fields: policyFields,
  caseless: ["username"],
  summary: "A user's policies.",
  operations: { update: writes(savePolicies, { summary: "Change the policies." }) },
});

async function listUsers(_userpass: Userpass, call: ReadCall<typeof listFields>): Promise<Reply> {
  return { data: { keys: await userNames(call.storage, call.fields) } };
}

function showUser(_userpass: Userpass, { storage, fields }: ReadCall<typeof userFields>): Reply | undefined {
  const user = readUser(storage, fields.username ?? "");
  return user && { data: describeUser(user) };
}

async function saveUser(userpass: Userpass, call: WriteCall<typeof userFields>): Promise<undefined> {
  const { storage, fields } = call;
  const { username = "" } = fields;
  const before = readUser(storage, username);
  const settings = withTokenFields(before?.settings ?? DEFAULT_ROLE_TOKEN_SETTINGS, byTodaysNames(fields));
  const keepsPassword = before !== undefined && !givesPassword(fields);
  writeUser(storage, username, {
    passwordHash: keepsPassword ? before.passwordHash : await hashOf(fields, userpass.passwords),
    settings,
    oldNames: oldNamesAfter(before?.oldNames ?? [], fields),
  });
}

function deleteUser(_userpass: Userpass, { storage, fields }: WriteCall<typeof userFields>): undefined {
  removeUser(storage, fields.username ?? "");
}

async function savePassword(
  userpass: Userpass,
  { storage, fields }: WriteCall<typeof newPasswordFields>,
): Promise<undefined> {
  const { username = "" } = fields;
  const user = demandUser(readUser(storage, username));
  writeUser(storage, username, { ...user, passwordHash: await hashOf(fields, userpass.passwords) });
}

function savePolicies(_userpass: Userpass, { storage, fields }: WriteCall<typeof policyFields>): undefined {
  const { username = "" } = fields;
  const user = demandUser(readUser(storage, username));
  writeUser(storage, username, {
    ...user,
    settings: withTokenFields(user.settings, byTodaysNames(fields)),
    oldNames: oldNamesAfter(user.oldNames, fields),
  });
}

function demandUser(user: User | undefined): User {
  if (user) return user;
  throw new VaultError("invalid_request", "username does not exist");
}
