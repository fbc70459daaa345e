// What each auth method wants at a login. A method that is not listed gets the given data as they are.

export interface LoginField {
  readonly name: string;
  readonly help: string;
}

export interface LoginMethod {
  readonly type: string;
  readonly summary: string;
  readonly fields: readonly LoginField[];
  /** The user's name is part of the path: `login/<username>`. */
  readonly namesUserInPath: boolean;
  /** Asked for without echo when it is not given. */
  readonly asked: { readonly field: string; readonly question: string } | undefined;
  readonly example: string;
}

const PASSWORD = { field: "password", question: "Password (will be hidden): " };
const USER_FIELDS = [
  { name: "username", help: "Name of the user." },
  { name: "password", help: "Password; when it is not given you are asked for it." },
];

const METHODS: readonly LoginMethod[] = [
  withUser("userpass", "Logs in with a name and a password that the server keeps."),
  withUser("ldap", "Logs in with a name and a password that a directory checks."),
  withUser("okta", "Logs in with a name and a password that Okta checks."),
  withUser("radius", "Logs in with a name and a password that a RADIUS server checks."),
  {
    type: "token",
    summary: "Logs in with a token you have.",
    fields: [{ name: "token", help: "The token; when it is not given you are asked for it." }],
    namesUserInPath: false,
    asked: { field: "token", question: "Token (will be hidden): " },
    example: "login",
  },
  {
    type: "github",
    summary: "Logs in with a personal access token of GitHub.",
    fields: [{ name: "token", help: "The access token; when it is not given you are asked for it." }],
    namesUserInPath: false,
    asked: { field: "token", question: "GitHub Personal Access Token (will be hidden): " },
    example: "login -method=github",
  },
  {
    type: "approle",
    summary: "Logs a machine in with the id of a role and a secret id.",
    fields: [
      { name: "role_id", help: "Id of the role." },
      { name: "secret_id", help: "Secret id; when it is not given you are asked for it." },
    ],
    namesUserInPath: false,
    asked: { field: "secret_id", question: "Secret ID (will be hidden): " },
    example: "login -method=approle role_id=…",
  },
  {
    type: "cert",
    summary: "Logs in with the TLS client certificate of -client-cert.",
    fields: [{ name: "name", help: "Certificate role to log in with; without it all are tried." }],
    namesUserInPath: false,
    asked: undefined,
    example: "login -method=cert -client-cert=me.pem -client-key=me.key name=web",
  },
  {
    type: "jwt",
    summary: "Logs in with a JWT of an identity provider.",
    fields: [
      { name: "role", help: "Role to log in with." },
      { name: "jwt", help: "The JWT; when it is not given you are asked for it." },
    ],
    namesUserInPath: false,
    asked: { field: "jwt", question: "JWT (will be hidden): " },
    example: "login -method=jwt role=ci jwt=@token.jwt",
  },
  {
    type: "kubernetes",
    summary: "Logs in with the token of a Kubernetes service account.",
    fields: [
      { name: "role", help: "Role to log in with." },
      { name: "jwt", help: "The service account's token." },
    ],
    namesUserInPath: false,
    asked: { field: "jwt", question: "Service account token (will be hidden): " },
    example: "login -method=kubernetes role=web jwt=@/var/run/secrets/kubernetes.io/serviceaccount/token",
  },
];

export function loginMethodOf(type: string): LoginMethod | undefined {
  return METHODS.find((method) => method.type === type);
}

function withUser(type: string, summary: string): LoginMethod {
  const example = `login -method=${type} username=sally`;
  return { type, summary, fields: USER_FIELDS, namesUserInPath: true, asked: PASSWORD, example };
}
