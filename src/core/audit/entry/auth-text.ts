// The `auth` member: who asked. Most of it is the same for every request of a token, so it is kept with the token's
// entry for as long as that is in use.
import type { Secret } from "#base/secret.ts";
import type { MintedToken } from "../../answer.ts";
import type { AuditSubject } from "../../audit-log.ts";
import type { TokenEntry } from "../../token-entry.ts";
import { clientId } from "./client-id.ts";
import { secondsText } from "./timestamp.ts";
import type { ValueText } from "./value-text.ts";

export interface AuthRules {
  values: ValueText;
  /** False: accessors stay readable, so that a token can be revoked from what the log says. */
  hmacAccessor: boolean;
}

/** What the entries of a token have in common. */
export interface TokenText {
  clientToken: string;
  accessor: string;
  clientId: string;
}

interface KnownToken extends TokenText {
  policies: readonly string[];
  remainingUses: number | undefined;
  /** Before and after `policy_results`. */
  head: string;
  tail: string;
}

export class AuthText {
  readonly #rules: AuthRules;
  readonly #known = new WeakMap<TokenEntry, KnownToken>();

  constructor(rules: AuthRules) {
    this.#rules = rules;
  }

  /** @param isAllowed false: the request was refused */
  of(subject: AuditSubject, isAllowed: boolean): string {
    const known = this.token(subject);
    const results = `"policy_results":{"allowed":${isAllowed}}`;
    if (known) return `{${known.head}${results}${known.tail}}`;
    return isAllowed ? `{${results},"token_type":"default"}` : '{"token_type":"default"}';
  }

  token(subject: AuditSubject): KnownToken | undefined {
    const { token, policies, remainingUses, request } = subject;
    if (!token) return undefined;
    const known = this.#known.get(token);
    if (known?.policies === policies && known.remainingUses === remainingUses) return known;
    const made = this.#describe(token, subject, request.token);
    this.#known.set(token, made);
    return made;
  }

  /** A token that an answer carries. */
  minted(token: MintedToken): string {
    const parts = [
      `"client_token":${this.#rules.values.ofText(token.clientToken)}`,
      `"accessor":${this.#accessor(token.accessor)}`,
      ...policyMembers(token.policies, token.tokenPolicies, token.identityPolicies),
    ];
    if (token.metadata) parts.push(`"metadata":${JSON.stringify(token.metadata)}`);
    if (token.numUses > 0) parts.push(`"num_uses":${token.numUses}`);
    if (token.entityId !== "") parts.push(`"entity_id":${JSON.stringify(token.entityId)}`);
    parts.push(`"token_type":"${token.type}"`);
    if (token.leaseSeconds > 0) parts.push(`"token_ttl":${token.leaseSeconds}`);
    return `{${parts.join(",")}}`;
  }

  #describe(token: TokenEntry, subject: AuditSubject, secret: Secret | undefined): KnownToken {
    const { policies, remainingUses } = subject;
    const clientToken = secret ? this.#rules.values.ofBytes(secret.reveal()) : '""';
    const accessor = this.#accessor(token.accessor);
    const identityPolicies = policies.filter((name) => !token.policies.includes(name));
    const head = [
      `"client_token":${clientToken}`,
      `"accessor":${accessor}`,
      `"display_name":${JSON.stringify(token.displayName)}`,
      ...policyMembers(policies, token.policies, identityPolicies),
      "",
    ].join(",");
    const tail = tailMembers(token, remainingUses);
    return { policies, remainingUses, clientToken, accessor, clientId: clientId(token), head, tail };
  }

  #accessor(accessor: string): string {
    if (accessor === "" || !this.#rules.hmacAccessor) return JSON.stringify(accessor);
    return this.#rules.values.ofText(accessor);
  }
}

function policyMembers(
  policies: readonly string[],
  tokenPolicies: readonly string[],
  identityPolicies: readonly string[],
): string[] {
  const members = [
    `"policies":${JSON.stringify(policies)}`,
    `"token_policies":${JSON.stringify(tokenPolicies)}`,
  ];
  if (identityPolicies.length > 0) members.push(`"identity_policies":${JSON.stringify(identityPolicies)}`);
  return members;
}

function tailMembers(token: TokenEntry, remainingUses: number | undefined): string {
  let text = "";
  if (token.metadata && Object.keys(token.metadata).length > 0) {
    text += `,"metadata":${JSON.stringify(token.metadata)}`;
  }
  if (remainingUses !== undefined) text += `,"remaining_uses":${remainingUses}`;
  if (token.entityId !== "") text += `,"entity_id":${JSON.stringify(token.entityId)}`;
  text += `,"token_type":"${token.type}"`;
  if (token.creationTtlSeconds > 0) text += `,"token_ttl":${token.creationTtlSeconds}`;
  return `${text},"token_issue_time":"${secondsText(token.createdAtMs)}"`;
}
