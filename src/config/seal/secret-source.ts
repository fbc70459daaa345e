// Where a secret of the configuration is: at hand, or in a file that is read when it is needed (and again when it
// changes). `file://` and `env://` work wherever a secret may stand.
import { utf8Text } from "#base/bytes.ts";
import { Secret } from "#base/secret.ts";
import type { Stanza } from "../reading/stanza.ts";

export type SecretSource =
  | { readonly kind: "value"; readonly secret: Secret }
  | { readonly kind: "file"; readonly path: string };

/** `undefined` when neither key gives one. A variable for the secret itself wins over both keys of the file. */
export function readSecretSource<Key extends string>(
  stanza: Stanza<Key>,
  key: Key,
  fileKey: Key | undefined,
): SecretSource | undefined {
  const secret = stanza.secret(key);
  const path = fileKey === undefined ? undefined : stanza.word(fileKey);
  const isGiven = secret !== undefined && secret.length > 0;
  if (path === undefined || stanza.isFromOutside(key))
    return isGiven ? resolve(stanza, key, secret) : undefined;
  if (isGiven && fileKey !== undefined) stanza.error(fileKey, `cannot stand beside ${key}`);
  return { kind: "file", path };
}

function resolve<Key extends string>(
  stanza: Stanza<Key>,
  key: Key,
  secret: Secret,
): SecretSource | undefined {
  const text = utf8Text(secret.reveal());
  if (text.startsWith("file://")) return { kind: "file", path: text.slice("file://".length) };
  if (!text.startsWith("env://")) return { kind: "value", secret };
  const found = stanza.context.environment.exactly(text.slice("env://".length));
  if (found === undefined) stanza.error(key, "names an environment variable that is not set");
  return found === undefined ? undefined : { kind: "value", secret: Secret.ofText(found.value) };
}
