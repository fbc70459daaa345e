/** HCL of a `seal "transit"` with a token. */
export function transitSeal(peerAddress: string, token: string, more = ""): string {
  return `seal "transit" {
  address = "${peerAddress}"
  key_name = "autounseal"
  token = "${token}"
  ${more}
}`;
}
