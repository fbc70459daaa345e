import type { LoginMethod } from "./login-methods.ts";

/** What `auth help` says about a method. */
export function loginHelp(program: string, method: LoginMethod): string {
  const fields = method.fields.map(({ name, help }) => `  ${name}=<string>\n      ${help}\n`).join("\n");
  return `Usage: ${program} login -method=${method.type} [K=V...]

  ${method.summary}

      $ ${program} ${method.example}

Configuration:

${fields}`;
}
