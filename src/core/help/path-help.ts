// `?help=1` (vault-api.md §2.11): what a path or a mount is for, read from the same declarations that the router reads,
// as text for people and as OpenAPI for programs.
import type { JsonObject } from "#base/json/raw-json.ts";
import type { Route } from "../route.ts";
import { mountText, pathText } from "./help-text.ts";
import { openApiOf } from "./open-api.ts";

/** Whether there is something to say: of a declared path, and of every mount as a whole. */
export function hasHelp(route: Route | undefined): route is Route {
  return route !== undefined && (route.match !== undefined || route.relative === "");
}

export function helpOf({ match, mount, relative }: Route): JsonObject {
  const { engine } = mount;
  const isWhole = relative === "" || match === undefined;
  return {
    help: isWhole ? mountText(engine) : pathText(match.path, relative),
    openapi: openApiOf(isWhole ? engine.paths : [match.path]),
    see_also: null,
  };
}
