// Where the two servers may differ, and why. `step` is looked for in "METHOD path body", `line` in one leaf of an answer
// as `normalise` writes it; without `line` the whole answer may be another.
import type { Step } from "./step.ts";

interface Known {
  step?: RegExp;
  line?: RegExp;
  why: string;
}

const OWN = "refused on purpose: docs/bad-inputs.md";
const FAULT = "a client's fault is answered 4xx, never 500";
const UNREPEATED = "values are not repeated in messages";

const KNOWN: readonly Known[] = [
  { line: /^\.mount_type = /, why: "Vault 1.16 and later name the mount's type" },
  { line: /^(\.data)?\.(openapi\.|help = |id = ".*"$)/, step: /help=1/, why: "each describes itself" },
  {
    step: / sys\/(seal-status|unseal|init)/,
    line: /^\.(commit_date|build_date|coffer_version|removed_from_cluster) = /,
    why: "each says how it was built",
  },
  {
    step: / sys\/health/,
    line: /^\.(performance_standby|enterprise|echo_duration_ms|clock_skew_ms|replication_\w+) = /,
    why: "Vault's keys, and what Vault says without replication",
  },
  { step: /perfstandbyok=maybe/, why: "a parameter of Vault's" },
  { step: /activecode=x/, line: /errors/, why: "we say which parameter it was" },
  {
    step: / sys\/leader/,
    line: /_address = |^\.raft_\w+_index = |^\.performance_standby/,
    why: "addresses and counts are each server's own",
  },
  { step: / sys\/(mounts|auth|internal)/, line: /running_plugin_version = /, why: "each names itself" },
  {
    step: / sys\/(policy|policies\/acl)\/default/,
    line: /(policy|rules) = /,
    why: "the same rules in other words",
  },
  {
    line: /errors\[0\] = .*(json: |time: (invalid|unknown|missing)|unexpected EOF|strconv|unconvertible|At \d+:\d+|invalid key pair|illegal char|on line \d|provide negative value)/,
    why: "the words of Go's parsers",
  },
  {
    line: /errors\[0\] = .*(Field validation failed|failed to parse JSON input|failed to parse policy|expected a duration|must be a duration|longer than 292 years|valid hex or base64)/,
    why: "our words for the same",
  },
  { step: /sys\/init .*pgp_keys/, line: /errors/, why: "PGP keys are not supported yet, and that is said" },
  { step: /sys\/unseal .*abab/, line: /errors/, why: "no hint at what was wrong with the key" },
  {
    step: /roles\/r2 |roles\/r3 .*(bound_cidrs|suffix)|"token_policies":\["root"\]|acl\/control-group /,
    why: OWN,
  },
  { step: /acl\/p .*(nonsense|a\*b|a\/\*\/b)/, why: "a rule that says nothing is refused or warned of" },
  { step: /"policies":"some,default"/, why: "lists with commas are taken too" },
  { step: /my-own-id/, line: /warnings/, why: "no weaker hash is used, so nothing is warned of" },
  { step: /revoke-orphan .*grandchild/, why: "sudo is the policies' business: 403" },
  {
    step: /token_type|listing_visibility|token_bound_cidrs|merge-patch|PATCH kv2\/data\/b/,
    line: /errors/,
    why: UNREPEATED,
  },
  { step: /custom_metadata/, line: /errors/, why: UNREPEATED },
  {
    step: /"custom_metadata":\{"k":1\}|max_versions":-1/,
    why: "kept as documented: strings, and 0 to 4096 versions",
  },
  {
    step: /GET kv2\/metadata\/a/,
    line: /current_metadata_version|max_versions/,
    why: "follows from the one before",
  },
  { step: /"version":"3"|"version":"2"\}\}$/, line: /errors|Upgrading mount/, why: "we name the versions" },
  {
    step: /sys\/capabilities |login\/ann \{\}|users\/none\/|cubbyhole|kv2\/data\/a\/ /,
    line: /status|errors/,
    why: FAULT,
  },
  {
    step: /resultant-acl/,
    line: /sys\/renew/,
    why: "Vault's default policy has it, OpenBao dropped the path",
  },
  { step: /sys\/mounts\/sys\/tune/, line: /passthrough/, why: "no header is needed there" },
  { step: /"max_lease_ttl":-1/, line: /errors/, why: "we say that it is no duration" },
  { step: /sys\/remount/, line: /errors/, why: "other words for a taken path" },
  { step: /auth\/people\/users\/ann/, line: /token_policies/, why: "sorted" },
  { step: /password":"a{73}/, why: "passwords are hashed whole: docs/decisions/0017-password-hashes.md" },
  { line: /entity_id = /, why: "identity comes later" },
  { line: /\.data\.ttl = /, why: "a second may have passed" },
  { step: /9999h/, line: /lease_duration|warnings/, why: "a maximum is kept to the millisecond" },
  { step: / sys\/mounts $/, line: /passthrough/, why: "no header is needed there" },
  { step: /list=false/, line: /warnings/, why: "a known parameter is not warned of" },
  { step: /\.\./, why: "non-canonical paths are refused, not redirected" },
  { step: /^GET sys $/, why: "no redirects" },
  { step: /^OPTIONS/, why: "405, as without CORS" },
  { step: /^PATCH kv2\/\w+\/none/, line: /body|errors/, why: "every 404 has the same body" },
  { step: /kv2\/destroy\/b \{\}/, line: /errors/, why: "Vault's capital letter" },
  { step: / sys\/key-status/, line: /encryptions/, why: "each counts its own" },
  { step: /generate-root/, line: /^\.otp(_length)? = /, why: "as long as the tokens of each" },
  { step: /generate-root|decode-token|rotate\/recovery/, line: /errors/, why: "other words" },
  { step: /rekey\/init \{/, line: /status/, why: FAULT },
  { step: / sys\/loggers\/none/, line: /warnings/, why: "null as everywhere" },
  { step: /^GET sys\/mounts/, line: /identity\//, why: "identity comes later" },
];

export function isKnown({ method, path, body }: Step, line: string): boolean {
  const step = `${method} ${path} ${body === undefined ? "" : typeof body === "string" ? body : JSON.stringify(body)}`;
  return KNOWN.some((known) => (known.step?.test(step) ?? true) && (known.line?.test(line) ?? true));
}
