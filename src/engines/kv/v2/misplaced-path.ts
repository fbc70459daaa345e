// Requests that mean a secret and name none: paths of version 1, and the roots of version 2's own. They get 404 with a
// hint in an envelope, which clients show.
import { text } from "#contract/fields/scalars.ts";
import type { DeclaredOperation } from "#contract/operation.ts";
import { definePath, type OperationDeclaration, reads } from "#contract/path.ts";
import type { Reply } from "#contract/reply.ts";
import type { KvMount } from "./kv-mount.ts";

const VERBS: Readonly<Record<DeclaredOperation, string>> = {
  read: "get",
  update: "put",
  patch: "patch",
  delete: "delete",
  list: "list",
};

export const misplacedPath = definePath<KvMount>()({
  pattern: ":path*",
  fields: { path: text("A path without data/ or metadata/ in front.") },
  takesAnyParameter: true,
  summary: "Tells what to ask instead.",
  operations: Object.fromEntries(
    Object.entries(VERBS).map(([operation, verb]) => [operation, misplaced(verb)]),
  ),
});

function misplaced(verb: string): OperationDeclaration<KvMount, Record<string, never>> {
  const hint =
    "Invalid path for a versioned K/V secrets engine. See the API docs for the appropriate API endpoints to use. " +
    `If using the Vault CLI, use 'vault kv ${verb}' for this operation.`;
  return reads((mount, { settings }) => {
    mount.demandReady(settings);
    return { status: 404, warnings: [hint] };
  });
}

/** For a path of version 2 that names no secret. */
export function noSecretNamed(): Reply {
  return {
    status: 404,
    warnings: ["Non-listing operations on the root of a K/V v2 mount are not supported."],
  };
}
