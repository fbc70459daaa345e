/* What a deployment may do.
   Two paths hold parameters. */
path "secret/data/{{identity.entity.name}}/*" {
  capabilities = ["create", "read", "update", "patch", "delete", "list"]
}

path "secret/+/teamb/+" { capabilities = [ "read", ] }

path "auth/token/create" {
  capabilities        = ["create", "update", "sudo"]
  required_parameters = ["policies"]
  allowed_parameters = {
    "policies" = ["web", "db"]
    "ttl"      = []
    "*"        = []
  }
  denied_parameters = { "no_parent" = [true, "true"], "num_uses" = [0, -1] }
  min_wrapping_ttl = "1s"
  max_wrapping_ttl = 90
}

path "sys/old" { policy = "write" } // the legacy form
path "database/creds/${role}" { capabilities = ["read"] }
