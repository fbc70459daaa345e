// What a `seal "transit"` block says, as far as the seal needs it.
import type { Secret } from "#base/secret.ts";
import type { TlsSettings } from "#client/tls-settings.ts";

/** A secret at hand, or in a file that is read whenever it is needed. */
export type SecretPlace =
  | { readonly kind: "value"; readonly secret: Secret }
  | { readonly kind: "file"; readonly path: string };

export type PeerLogin =
  | { readonly method: "token"; readonly token: SecretPlace }
  | {
      readonly method: "approle";
      readonly mountPath: string;
      readonly roleId: SecretPlace;
      /** `undefined` when the role needs none. */
      readonly secretId: SecretPlace | undefined;
    }
  | {
      readonly method: "userpass";
      readonly mountPath: string;
      readonly username: string;
      readonly password: SecretPlace;
    };

export interface TransitSettings {
  readonly address: string;
  readonly namespace: string | undefined;
  /** Without slashes at its ends. */
  readonly mountPath: string;
  readonly keyName: string;
  readonly login: PeerLogin;
  readonly renewsToken: boolean;
  readonly tls: TlsSettings;
}
