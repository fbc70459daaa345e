// Everything that is decided about a request before its handler runs: path, operation, fields, and whether the caller
// may. A retry after a conflict decides again from scratch (design §3).
import { andThen, type MaybePromise } from "#base/maybe-promise.ts";
import { VaultError } from "#base/vault-error.ts";
import type { Operation } from "#contract/operation.ts";
import {
  type Access,
  type AnyPath,
  type OperationDeclaration,
  type ReadCall,
  reads,
} from "#contract/path.ts";
import type { Parameter, Request } from "#contract/request.ts";
import { hasHelp, helpOf } from "./help/path-help.ts";
import type { IdentifiedToken } from "./needs.ts";
import { readFields } from "./read-fields.ts";
import type { Route } from "./route.ts";

/** A declared operation that may go ahead. */
export interface Decision {
  route: Route;
  path: AnyPath<unknown>;
  declaration: OperationDeclaration<unknown, Record<string, never>>;
  operation: Operation;
  fields: Record<string, unknown>;
  warnings: string[];
}

const NO_PARAMETERS: ReadonlyMap<string, Parameter> = new Map();

/** Clients look for "no handler for route" (vault-api.md §2.4). */
function noHandler(path: string): string {
  return `no handler for route "${path}". route entry not found.`;
}

function findDeclared(route: Route | undefined, request: Request): Decision["declaration"] | undefined {
  const wanted = request.operation === "create" ? "update" : request.operation;
  return wanted === "help" ? undefined : route?.match?.path.operations[wanted];
}

function undeclared(route: Route | undefined, request: Request): VaultError {
  if (!route) return new VaultError("unsupported_path", noHandler(request.path));
  if (!route.match) return new VaultError("unsupported_path", joined("unsupported path"));
  // What a node answers for itself says no more than the status (vault-api.md §1.1).
  if (route.match.path.whenSealed === "serve") return new VaultError("unsupported_operation", "");
  const reason = "unsupported operation";
  return new VaultError(
    "unsupported_operation",
    accessOf(route, request) === "none" ? reason : joined(reason),
  );
}

/** How Vault writes an error that its router adds to a request's own. */
function joined(reason: string): string {
  return `1 error occurred:\n\t* ${reason}\n\n`;
}

/** Who may: the path's access unless the operation says otherwise. */
export function accessOf(route: Route | undefined, request: Request): Access {
  if (request.isOpenToAnybody) return "none";
  return findDeclared(route, request)?.access ?? route?.match?.path.access ?? "token";
}

export interface DecideInput {
  route: Route | undefined;
  request: Request;
  token: IdentifiedToken | undefined;
  /** Nobody can be identified while sealed, and only paths that need nobody are reached. */
  isSealed: boolean;
  /** A call for the existence check; `fields` are those captured from the path. */
  readCall(fields: Record<string, unknown>): ReadCall;
}

/** @throws VaultError for what is not declared, not permitted, or malformed: in that order */
export function decide(input: DecideInput): MaybePromise<Decision> {
  const { request, route, token } = input;
  const access = input.isSealed ? "none" : accessOf(route, request);
  if (request.operation === "help" && hasHelp(route)) {
    demand({ request, token, access, operation: "help" });
    return helpDecision(route);
  }
  const found = findDeclared(route, request);
  if (!found || !route?.match) {
    // Nothing is said of what exists before the token was judged (CVE-2020-25594).
    demand({ request, token, access, operation: request.operation });
    throw undeclared(route, request);
  }
  const { captured, path } = route.match;
  return andThen(existence(input, path, captured), (exists) => {
    const operation: Operation = exists ? request.operation : "create";
    demand({ request, token, access, operation });
    demandAsMeant({ request, token, access, operation }, route);
    const parameters = path.takesAnyParameter ? NO_PARAMETERS : request.parameters;
    const { values, warnings } = readFields({
      fields: path.fields,
      parameters,
      captured,
      anyCase: path.anyCase,
    });
    return { route, path, declaration: found, operation, fields: values, warnings };
  });
}

/** Help runs like any read, but under no path's own rules: nobody is locked out of it, it takes no parameters. */
function helpDecision(route: Route): Decision {
  return {
    route,
    path: { pattern: "", fields: {}, operations: {}, summary: "Help." },
    declaration: reads(() => ({ data: helpOf(route), bare: true })),
    operation: "help",
    fields: {},
    warnings: [],
  };
}

function existence(
  input: DecideInput,
  path: AnyPath<unknown>,
  captured: ReadonlyMap<string, string>,
): MaybePromise<boolean> {
  if (input.request.operation !== "update" || !path.exists) return true;
  const { values } = readFields({ fields: path.fields, parameters: NO_PARAMETERS, captured });
  return path.exists(input.route?.mount.instance, input.readCall(values));
}

interface Demand {
  request: Request;
  token: IdentifiedToken | undefined;
  access: Access;
  operation: Operation;
  /** Where it is not the request's own. */
  path?: string;
}

/** `users/AdMiN` is the user `admin`: who may not touch the one may not touch the other (GHSA-fg5x-7whg-6c28). */
function demandAsMeant(asked: Demand, { match, mount }: Route): void {
  if (match?.meant === undefined) return;
  demand({ ...asked, path: mount.entry.path + match.meant });
}

function demand({ request, token, access, operation, path = request.path }: Demand): void {
  if (access === "none") return;
  const isAllowed = token?.acl.allows({
    operation,
    path,
    parameters: request.parameters,
    wrapTtlSeconds: request.wrapTtlSeconds,
    needsSudo: access === "sudo",
  });
  if (isAllowed) return;
  throw new VaultError("permission_denied", joined("permission denied"), {
    cause: `no ${operation} on ${path}`,
  });
}
