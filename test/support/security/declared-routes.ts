// Every route that a running server has, as it tells itself: the help of each mount, read as requests.
import type { HttpCall, HttpClient } from "#test/http-client/http-client.ts";

export interface DeclaredRoute {
  /** "METHOD path" with `{names}`, for lists that are committed. */
  title: string;
  call: HttpCall;
  /** No token is needed. */
  isOpen: boolean;
  needsSudo: boolean;
}

interface PathItem {
  "x-vault-unauthenticated"?: true;
  "x-vault-sudo"?: true;
  [method: string]: unknown;
}
type Operation = Pick<PathItem, "x-vault-unauthenticated" | "x-vault-sudo"> & {
  parameters?: { name: string; required?: boolean }[];
};

const METHODS = ["get", "post", "patch", "delete"] as const;

/** @param mounts with their slash, as in a request's path */
export async function declaredRoutes(root: HttpClient, mounts: readonly string[]): Promise<DeclaredRoute[]> {
  const routes: DeclaredRoute[] = [];
  for (const mount of mounts) {
    const { paths } = (await root.get(`/v1/${mount}?help=1`)).expect(200).json.openapi;
    for (const [path, item] of Object.entries<PathItem>(paths))
      routes.push(...routesOf(mount + path.slice(1), item));
  }
  return routes;
}

function routesOf(template: string, item: PathItem): DeclaredRoute[] {
  return METHODS.flatMap((method) => {
    const operation = item[method] as Operation | undefined;
    if (!operation) return [];
    const flags = {
      isOpen: Boolean(operation["x-vault-unauthenticated"] ?? item["x-vault-unauthenticated"]),
      needsSudo: Boolean(operation["x-vault-sudo"] ?? item["x-vault-sudo"]),
    };
    return methodsOf(method, operation).map((name) => ({
      title: `${name} ${template}`,
      call: callOf(name, template.replaceAll(/\{\w+\}/g, "sample")),
      ...flags,
    }));
  });
}

/** Reading and listing share GET. */
function methodsOf(method: (typeof METHODS)[number], { parameters = [] }: Operation): string[] {
  const list = parameters.find(({ name }) => name === "list");
  if (method !== "get" || !list) return [method.toUpperCase()];
  return list.required ? ["LIST"] : ["GET", "LIST"];
}

function callOf(name: string, path: string): HttpCall {
  const target = `/v1/${path}`;
  if (name === "LIST") return { method: "GET", path: `${target}?list=true` };
  if (name === "PATCH") {
    return {
      method: name,
      path: target,
      body: {},
      headers: { "Content-Type": "application/merge-patch+json" },
    };
  }
  return name === "POST" ? { method: name, path: target, body: {} } : { method: name, path: target };
}
