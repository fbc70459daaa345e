// Environment variables under their two names: OpenBao's wins over Vault's, an empty one counts as unset.

export function setting(
  environment: Readonly<Record<string, string | undefined>>,
  name: string,
): string | undefined {
  return environment[`BAO_${name}`] || environment[`VAULT_${name}`] || undefined;
}

/** How the variable that is set is called, for messages. */
export function settingName(environment: Readonly<Record<string, string | undefined>>, name: string): string {
  return environment[`BAO_${name}`] ? `BAO_${name}` : `VAULT_${name}`;
}
