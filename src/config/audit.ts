// audit "type" "path": audit devices that the configuration declares (beside those of the API).

import type { HclValue } from "#base/hcl/ast.ts";
import { toFlag, toText } from "#base/hcl/convert.ts";
import type { HclBlock } from "#base/hcl/hcl-block.ts";
import { HclError } from "#base/hcl/hcl-error.ts";
import { type StanzaShape, used } from "./reading/key-table.ts";
import type { Stanza } from "./reading/stanza.ts";

export interface AuditDeviceOptions {
  readonly type: string;
  /** With a slash at its end. */
  readonly path: string;
  readonly description: string;
  readonly local: boolean;
  readonly options: ReadonlyMap<string, string>;
}

export const AUDIT_DEVICE = {
  title: 'audit "type" "path"',
  says: "An audit device. May come several times; devices that are gone from the file are removed.",
  keys: {
    description: used("For people.", { reloads: true }),
    options: used("Block: the device's own options, as in sys/audit.", { reloads: true }),
    local: used("Not replicated between clusters.", { standard: "false", reloads: true }),
  },
} satisfies StanzaShape;

type Root = Stanza<"audit">;
type Device = Stanza<keyof (typeof AUDIT_DEVICE)["keys"]>;

const PATH = /^[\w.+-]+(?:\/[\w.+-]+)*\/?$/;
const TYPE = /^[a-z][a-z0-9_-]{0,31}$/;

export function readAuditDevices(root: Root): readonly AuditDeviceOptions[] {
  const devices = new Map<string, AuditDeviceOptions>();
  for (const [index, block] of root.blocks("audit", 2).entries()) {
    const [type = "", path = ""] = block.labels;
    const place = { block, name: `audit[${index}]`, field: `audit.${TYPE.test(type) ? type : "?"}` };
    const device = root.child(AUDIT_DEVICE, place, (stanza) => readDevice(stanza, { type, path }));
    const refuse = (reason: string): void => root.context.problems.error(block.position, "audit", reason);
    if (!TYPE.test(type)) refuse("needs a type such as file as its first name");
    if (!PATH.test(path) || path.split("/").some((part) => part === "." || part === "..")) {
      refuse("needs a path of letters, digits and . _ + - as its second name");
    }
    if (devices.has(device.path)) refuse("has the path of another audit block");
    devices.set(device.path, device);
  }
  return [...devices.values()];
}

function readDevice(stanza: Device, { type, path }: { type: string; path: string }): AuditDeviceOptions {
  return {
    type,
    path: path.endsWith("/") ? path : `${path}/`,
    description: stanza.text("description") ?? "",
    local: stanza.flag("local") ?? false,
    options: readOptions(stanza, stanza.block("options")),
  };
}

function readOptions(stanza: Device, block: HclBlock | undefined): ReadonlyMap<string, string> {
  const options = new Map<string, string>();
  for (const item of block?.object.items ?? []) {
    const [key] = item.keys;
    try {
      options.set(key.name, optionText(item.value));
    } catch (error) {
      if (!(error instanceof HclError)) throw error;
      stanza.context.problems.error(error.position, `${stanza.place.field}.options`, error.reason);
    }
  }
  if (block !== undefined) recordForReload(stanza, block, options);
  return options;
}

/** Audit options are texts; true and false may stand bare. */
function optionText(value: HclValue): string {
  return value.kind === "boolean" ? String(toFlag(value)) : toText(value);
}

function recordForReload(stanza: Device, block: HclBlock, options: ReadonlyMap<string, string>): void {
  stanza.context.settings.set(`${stanza.place.path}.options`, {
    value: [...options].flat(),
    rule: AUDIT_DEVICE.keys.options,
    position: block.position,
    field: `${stanza.place.field}.options`,
  });
}
