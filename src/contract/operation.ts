/** What a request wants done with a path. POST and PUT are "update"; the path's existence check may make it "create". */
export type Operation = "read" | "create" | "update" | "delete" | "list" | "patch" | "help";

/** What a policy grants. */
export type Capability =
  | "create"
  | "read"
  | "update"
  | "delete"
  | "list"
  | "patch"
  | "sudo"
  | "deny"
  | "root";

/** A path's own operations: a create runs the update handler. */
export type DeclaredOperation = Exclude<Operation, "create" | "help">;
