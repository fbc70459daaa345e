// A failed request in words, in the form that scripts look for ("Code: 403. Errors:"), with what to do next.
import { ApiError } from "#client/api-error.ts";
import { TransportError } from "#client/transport-error.ts";

export interface Circumstances {
  readonly program: string;
  readonly hasToken: boolean;
}

/** Whether `error` is the server's or the network's doing; anything else is a bug of ours. */
export function isFailure(error: unknown): error is ApiError | TransportError {
  return error instanceof ApiError || error instanceof TransportError;
}

export function describeFailure(error: ApiError | TransportError, circumstances: Circumstances): string {
  if (error instanceof ApiError) return describeAnswer(error, circumstances);
  return `${error.method} "${error.url}": ${error.reason}${adviceFor(error)}`;
}

function describeAnswer(error: ApiError, circumstances: Circumstances): string {
  const raw = error.rawBody !== undefined && error.rawBody.trim() !== "";
  const lines = ["Error making API request.", "", `URL: ${error.method} ${error.url}`];
  lines.push(`Code: ${error.status}. ${raw ? "Raw Message" : "Errors"}:`, "");
  if (raw) lines.push(error.rawBody ?? "");
  for (const reason of error.errors) lines.push(`* ${reason}`);
  if (error.warnings.length > 0) lines.push("WARNING! The following warnings were returned from Vault:", "");
  for (const warning of error.warnings) lines.push(`  * ${warning}`);
  const advice = adviceOn(error, circumstances);
  if (advice !== undefined) lines.push("", advice);
  return lines.join("\n");
}

function adviceOn(error: ApiError, { program, hasToken }: Circumstances): string | undefined {
  if (error.status === 403 && !hasToken) {
    return `No token was sent: log in with "${program} login", or set VAULT_TOKEN.`;
  }
  if (error.status === 503 && error.errors.some((reason) => reason.includes("sealed"))) {
    return `Unseal it with "${program} operator unseal", or ask another node.`;
  }
  if (error.status === 400 && (error.rawBody ?? "").includes("HTTP request to an HTTPS server")) {
    return "The server speaks TLS: write the address with https://.";
  }
  if (error.status === 409)
    return "Whether the write took effect is unknown: read it back before you repeat it.";
  return undefined;
}

function adviceFor({ reason, code }: TransportError): string {
  if (reason.startsWith("server gave HTTP response"))
    return " (write the address with http://, or turn TLS on in the server)";
  if (reason.includes("unknown authority")) return " (name its CA with -ca-cert or VAULT_CACERT)";
  if (code === "ECONNREFUSED" || code === "ENOENT")
    return " (is the server running, and is -address or VAULT_ADDR right?)";
  if (code === "TIMEOUT") return " (VAULT_CLIENT_TIMEOUT sets it)";
  return "";
}
