// One request of a comparison. `{name}` in path, body and headers stands for what an earlier answer gave each server.
export interface Step {
  method: string;
  path: string;
  /** A string goes as it is, anything else as JSON. */
  body?: unknown;
  headers?: Readonly<Record<string, string>>;
  /** Whose token: a kept name, "nobody", or text used as it is. Default: root. */
  as?: string;
  /** Names under which parts of the answer are kept: `{ child: "auth.client_token" }`. */
  keep?: Readonly<Record<string, string>>;
  /** Why the answers may differ, where Vault and the other server do. The step runs, its answers are not compared. */
  differs?: string;
  /** Asked again until it answers with this status: for what happens later. */
  until?: number;
}

type More = Omit<Step, "method" | "path">;

export const get = (path: string, more: More = {}): Step => ({ method: "GET", path, ...more });
export const list = (path: string, more: More = {}): Step => ({ method: "LIST", path, ...more });
export const drop = (path: string, more: More = {}): Step => ({ method: "DELETE", path, ...more });
export const post = (path: string, body?: unknown, more: More = {}): Step => ({
  method: "POST",
  path,
  body,
  ...more,
});
export const patch = (path: string, body?: unknown, more: More = {}): Step => ({
  method: "PATCH",
  path,
  body,
  headers: { "Content-Type": "application/merge-patch+json" },
  ...more,
});
