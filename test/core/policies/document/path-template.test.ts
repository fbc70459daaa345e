import assert from "node:assert/strict";
import { test } from "node:test";
import { renderTemplate, splitTemplate, type TemplatePart } from "#core/policies/document/path-template.ts";

const expressionOf = (text: string) => {
  const parts = splitTemplate(`{{${text}}}`);
  assert.ok(!("fault" in parts), text);
  return parts[0];
};

test("every expression of vault-api.md §4.3 is read", () => {
  assert.deepEqual(expressionOf("identity.entity.id"), { of: "entity", field: "id" });
  assert.deepEqual(expressionOf(" identity.entity.name "), { of: "entity", field: "name" });
  assert.deepEqual(expressionOf("identity.entity.metadata.a.b"), {
    of: "entity",
    field: "metadata",
    key: "a.b",
  });
  const alias = { of: "alias", accessor: "auth_userpass_1" };
  assert.deepEqual(expressionOf("identity.entity.aliases.auth_userpass_1.id"), { ...alias, field: "id" });
  assert.deepEqual(expressionOf("identity.entity.aliases.auth_userpass_1.name"), { ...alias, field: "name" });
  assert.deepEqual(expressionOf("identity.entity.aliases.auth_userpass_1.metadata.k"), {
    ...alias,
    field: "metadata",
    key: "k",
  });
  assert.deepEqual(expressionOf("identity.entity.aliases.auth_userpass_1.custom_metadata.k"), {
    ...alias,
    field: "custom_metadata",
    key: "k",
  });
  assert.deepEqual(expressionOf("identity.groups.ids.g-1.name"), {
    of: "group",
    by: "id",
    group: "g-1",
    field: "name",
  });
  assert.deepEqual(expressionOf("identity.groups.names.a.b.id"), {
    of: "group",
    by: "name",
    group: "a.b",
    field: "id",
  });
  assert.deepEqual(expressionOf("identity.groups.names.g.metadata.k"), {
    of: "group",
    by: "name",
    group: "g",
    field: "metadata",
    key: "k",
  });
});

test("anything else is a fault", () => {
  const unknown = [
    "",
    "identity",
    "identity.entity",
    "identity.entity.aliases.a",
    "identity.entity.aliases..id",
    "identity.entity.aliases.a.metadata.",
    "identity.groups.ids.g",
    "identity.groups.ids.g.id",
    "identity.groups.ids..name",
    "identity.groups.names.g.name",
    "identity.groups.names..metadata.k",
    "IDENTITY.entity.id",
    "time.now",
  ];
  for (const text of unknown)
    assert.deepEqual(splitTemplate(`x/{{${text}}}`), { fault: "unknown template" }, text);
  for (const text of [
    "{{",
    "}}",
    "a{{b",
    "a}}b",
    "}}{{",
    "{{identity.entity.id}} }}",
    "{{ {{identity.entity.id}}",
  ]) {
    assert.deepEqual(splitTemplate(text), { fault: "unbalanced templating characters" }, text);
  }
});

test("single braces are letters", () => {
  assert.deepEqual(splitTemplate("a/{b}/c"), ["a/{b}/c"]);
});

test("a template is rendered around its text", () => {
  const parts = splitTemplate(
    "a/{{identity.entity.id}}-{{identity.entity.name}}/b",
  ) as readonly TemplatePart[];
  const context = { valueOf: (asked: { field: string }) => (asked.field === "id" ? "17" : "ann") };
  assert.equal(renderTemplate(parts, context), "a/17-ann/b");
});

test("CVE-2026-5006: a value that could widen or bend a rule is no value", () => {
  const parts = splitTemplate("secret/{{identity.entity.name}}/*") as readonly TemplatePart[];
  for (const value of ["a/b", "+", "*", "a*", "a+b", "..", ".", "", "a\\b", "a\nb", "a\0", "{{x}}"]) {
    assert.equal(renderTemplate(parts, { valueOf: () => value }), undefined, JSON.stringify(value));
  }
  for (const value of ["x,y", "ann@example.com", "Ann Other", "a.b", "ü", "..a"]) {
    assert.equal(renderTemplate(parts, { valueOf: () => value }), `secret/${value}/*`);
  }
});

test("without a context no template has a value", () => {
  assert.equal(
    renderTemplate(splitTemplate("{{identity.entity.id}}") as readonly TemplatePart[], undefined),
    undefined,
  );
  assert.equal(renderTemplate(["a/b"], undefined), "a/b");
});
