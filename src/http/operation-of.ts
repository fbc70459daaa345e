import { VaultError } from "#base/vault-error.ts";
import type { Operation } from "#contract/operation.ts";
import type { Parameter } from "#contract/request.ts";
import { queryFlag } from "./query.ts";

/** Load balancers ask for nothing but its status. */
const HEAD_PATHS = new Set(["sys/health"]);

/**
 * What a method asks for (vault-api.md §2.2). Methods that no path answers are refused before anybody is identified: that
 * says nothing of what exists. @throws VaultError unsupported_operation, invalid_request
 */
export function operationOf(method: string, path: string, query: ReadonlyMap<string, Parameter>): Operation {
  if (query.size > 0 && asksForHelp(query)) return "help";
  switch (method) {
    case "GET":
      return query.size > 0 && queryFlag(query, "list") ? "list" : "read";
    case "POST":
    case "PUT":
      return "update";
    case "DELETE":
      return "delete";
    case "LIST":
      return "list";
    case "PATCH":
      return "patch";
    case "HELP":
      return "help";
    case "HEAD":
      if (HEAD_PATHS.has(path)) return "read";
  }
  throw new VaultError("unsupported_operation", "unsupported operation");
}

/** Whatever is said to it. */
function asksForHelp(query: ReadonlyMap<string, Parameter>): boolean {
  const help = query.get("help");
  return help !== undefined && help !== "";
}
