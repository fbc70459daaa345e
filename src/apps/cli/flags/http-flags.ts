// The flags of every command that talks to a server.
import { durationFlag, maybeFlag, pairsFlag, switchFlag, textFlag, textsFlag } from "./flag.ts";

export const httpFlags = {
  address: textFlag(
    "Address of the server: https://host:port, http://host:port or unix:///path. The default is https://127.0.0.1:8200. Environment: VAULT_ADDR.",
  ),
  "agent-address": textFlag(
    "Address of an agent to use instead of the server. Environment: VAULT_AGENT_ADDR.",
  ),
  "ca-cert": textFlag(
    "File of PEM-encoded CA certificates that the server's certificate is verified against. Beats -ca-path. Environment: VAULT_CACERT, or VAULT_CACERT_BYTES for the PEM text itself.",
  ),
  "ca-path": textFlag("Directory of PEM-encoded CA certificate files. Environment: VAULT_CAPATH."),
  "client-cert": textFlag(
    "File of the PEM-encoded certificate to show to the server; needs -client-key. Environment: VAULT_CLIENT_CERT.",
  ),
  "client-key": textFlag(
    "File of the PEM-encoded private key of -client-cert. Environment: VAULT_CLIENT_KEY.",
  ),
  "disable-redirects": maybeFlag(
    "Do not follow the one redirect that a standby may answer with. Environment: VAULT_DISABLE_REDIRECTS.",
  ),
  header: pairsFlag(
    "Adds an HTTP header to every request. Names that begin with X-Vault- are refused. May be given several times.",
  ),
  mfa: textsFlag(
    "MFA credentials, sent as the X-Vault-MFA header. May be given several times. Environment: VAULT_MFA.",
  ),
  namespace: textFlag("The namespace to work in. -ns is short for it. Environment: VAULT_NAMESPACE.", {
    aliases: ["ns"],
  }),
  "non-interactive": switchFlag("Never ask at the terminal: fail where a question would be asked."),
  "output-curl-string": switchFlag("Print a curl command that makes the request, instead of making it."),
  "output-policy": switchFlag("Print a policy that permits the request, instead of making it."),
  "policy-override": switchFlag("Override a policy whose enforcement level is soft-mandatory."),
  "tls-server-name": textFlag(
    "Name to expect in the server's certificate and to send as SNI. Environment: VAULT_TLS_SERVER_NAME.",
  ),
  "tls-skip-verify": maybeFlag(
    "Do not verify the server's certificate: whoever answers can then read token and secrets. Environment: VAULT_SKIP_VERIFY.",
  ),
  "unlock-key": textFlag("Key that unlocks the API of a locked namespace."),
  "wrap-ttl": durationFlag(
    "Wrap the answer in a single-use token that lives this long; `unwrap` opens it. Environment: VAULT_WRAP_TTL.",
  ),
};
