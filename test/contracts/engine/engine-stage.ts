// A core with the engine under test, and every request that its declaration allows.
import assert from "node:assert/strict";
import type { DeclaredOperation } from "#contract/operation.ts";
import type { AnyPath } from "#contract/path.ts";
import { aCore } from "#test/core-harness/a-core.ts";
import type { TestCore } from "#test/core-harness/test-core.ts";
import type { TestRequest } from "#test/core-harness/test-request.ts";
import type { EngineSubject } from "./engine-subject.ts";

export async function stage({ engine, mount, prepare }: EngineSubject): Promise<TestCore> {
  const core = await aCore({ engines: [engine], mounts: [mount] });
  await prepare(core);
  return core;
}

/** An operation that the engine declares, as a request with right values for everything. */
export interface Declared {
  title: string;
  path: AnyPath<unknown>;
  operation: DeclaredOperation;
  writes: boolean;
  isOpen: boolean;
  request: TestRequest;
}

const METHODS: Readonly<Record<DeclaredOperation, TestRequest["method"]>> = {
  read: "GET",
  update: "POST",
  delete: "DELETE",
  list: "LIST",
  patch: "PATCH",
};

export function declaredBy(subject: EngineSubject): Declared[] {
  const { engine, mount } = subject;
  const served = engine.forOptions?.(mount.options ?? {}) ?? engine;
  return (served.paths as readonly AnyPath<unknown>[]).flatMap((path) =>
    Object.entries(path.operations).map(([name, declaration]) => {
      assert.ok(declaration);
      const operation = name as DeclaredOperation;
      const request = requestFor(subject, path, operation);
      const isOpen = (declaration.access ?? path.access) === "none";
      return {
        title: `${request.method} ${request.path}`,
        path,
        operation,
        writes: declaration.writes,
        isOpen,
        request,
      };
    }),
  );
}

function requestFor(
  subject: EngineSubject,
  path: AnyPath<unknown>,
  operation: DeclaredOperation,
): TestRequest {
  const captured = path.pattern
    .split("/")
    .map((word) => (word.startsWith(":") ? sampleOf(subject, word) : word));
  const request = { method: METHODS[operation], path: subject.mount.path + captured.join("/") };
  const names = bodyFields(path).filter((name) => Object.hasOwn(subject.samples, name));
  const values = Object.fromEntries(names.map((name) => [name, subject.samples[name]]));
  if (operation === "update" || operation === "patch") {
    return { ...request, body: path.takesAnyParameter ? { any: "value" } : values };
  }
  return { ...request, query: Object.fromEntries(names.map((name) => [name, asQuery(values[name])])) };
}

function sampleOf({ samples }: EngineSubject, word: string): string {
  return String(samples[word.slice(1).replace("*", "")] ?? "sample");
}

function asQuery(value: unknown): string {
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

/** Fields that do not come from the path. */
export function bodyFields({ pattern, fields }: AnyPath<unknown>): string[] {
  const captured = pattern.split("/").map((word) => word.replace(/^:|\*$/g, ""));
  return Object.keys(fields).filter((name) => !captured.includes(name));
}

/** Keys of everything that the mount stores, encrypted. */
export function keysOf(core: TestCore, subject: EngineSubject): string[] {
  const uuid = core.thread.mounts.at("root", subject.mount.path)?.uuid;
  return ["logical", "settings"].flatMap((area) => core.store.allKeys(`${area}/root/${uuid}/`));
}
