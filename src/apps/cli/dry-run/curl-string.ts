// -output-curl-string: the request as a curl command for a shell. The token is asked for when the command runs, so
// that it stands in no history.
import { originOf } from "#client/server-address.ts";
import type { WireRequest } from "#client/transport.ts";

export interface CurlOptions {
  readonly program: string;
  readonly skipVerify: boolean;
  readonly caFile: string | undefined;
}

export function curlString(request: WireRequest, { program, skipVerify, caFile }: CurlOptions): string {
  const words = ["curl"];
  if (skipVerify) words.push("--insecure");
  if (caFile !== undefined) words.push(`--cacert ${inSingleQuotes(caFile)}`);
  if (request.address.socketPath !== undefined)
    words.push(`--unix-socket ${inSingleQuotes(request.address.socketPath)}`);
  if (request.method !== "GET") words.push(`-X ${request.method}`);
  for (const [name, value] of request.headers) {
    if (name === "X-Vault-Token") words.push(`-H "X-Vault-Token: $(${program} print token)"`);
    else words.push(`-H ${inDoubleQuotes(`${name}: ${value}`)}`);
  }
  if (request.body instanceof Uint8Array)
    words.push(`-d ${inSingleQuotes(new TextDecoder().decode(request.body))}`);
  if (typeof request.body === "function") words.push("--data-binary @FILE");
  words.push(inDoubleQuotes(originOf(request.address) + request.target));
  return words.join(" ");
}

function inSingleQuotes(text: string): string {
  return `'${text.replaceAll("'", `'"'"'`)}'`;
}

function inDoubleQuotes(text: string): string {
  return `"${text.replace(/["$`\\]/g, "\\$&")}"`;
}
