// -output-policy: the rule that a token needs for a request.
import type { WireRequest } from "#client/transport.ts";

/** Paths where the capability of the verb is not enough (vault-api.md §1.3). */
const SUDO =
  /^(sys\/(auth\/.*|remount|audit(\/.*)?|raw(\/.*)?|rotate(\/(keyring|root))?|config\/(cors|auditing\/.*|ui\/headers\/.*)|plugins\/catalog\/.*|revoke-(prefix|force)\/.*|leases(\/(revoke-(prefix|force)|lookup)\/.*)?|internal\/inspect\/.*|seal|step-down)|auth\/token\/(accessors\/?|revoke-orphan))$/;

export function policyString(request: WireRequest): string {
  const [path = "", query = ""] = request.target.replace(/^.*?\/v1\//, "").split("?");
  const isList = new URLSearchParams(query).get("list") === "true";
  const decoded = decodeURIComponent(path);
  const name = isList && !decoded.endsWith("/") ? `${decoded}/` : decoded;
  const capabilities = capabilitiesOf(request.method, isList);
  if (SUDO.test(decoded)) capabilities.push("sudo");
  const list = capabilities.map((capability) => `"${capability}"`).join(", ");
  return `path ${JSON.stringify(name)} {\n  capabilities = [${list}]\n}`;
}

function capabilitiesOf(method: string, isList: boolean): string[] {
  if (isList) return ["list"];
  if (method === "GET" || method === "HEAD") return ["read"];
  if (method === "DELETE") return ["delete"];
  if (method === "PATCH") return ["patch"];
  return ["create", "update"];
}
