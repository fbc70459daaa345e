# A node of three, as an operator writes it.
ui            = true
cluster_name  = "payments"
disable_mlock = true
api_addr      = "https://node1.example.internal:8200"
cluster_addr  = "https://node1.example.internal:8201"

listener "tcp" {
  address         = "0.0.0.0:8200"
  cluster_address = "0.0.0.0:8201"
  tls_cert_file   = "/etc/vault/tls/node1.crt"
  tls_key_file    = "/etc/vault/tls/node1.key"
  tls_min_version = "tls12"

  telemetry {
    unauthenticated_metrics_access = true
  }

  custom_response_headers {
    "default" = {
      "Strict-Transport-Security" = ["max-age=31536000", "includeSubDomains"],
      "Content-Security-Policy"   = ["default-src 'self'"],
    }
    "2xx" = {
      "X-Answered" = ["yes"]
    }
    "404" = { "X-Missing" = ["1"] }
  }
}

listener "tcp" {
  address     = "127.0.0.1:8210"
  tls_disable = "true"
  telemetry {
    metrics_only                   = true
    metrics_path                   = "/metrics"
    unauthenticated_metrics_access = "1"
  }
}

storage "raft" {
  path    = "/var/lib/vault"
  node_id = "node1"
  performance_multiplier = 1

  retry_join {
    leader_api_addr     = "https://node2.example.internal:8200"
    leader_ca_cert_file = "/etc/vault/tls/ca.crt"
  }
  retry_join {
    leader_api_addr     = "https://node3.example.internal:8200"
    leader_ca_cert_file = "/etc/vault/tls/ca.crt"
  }
}

seal "transit" {
  address    = "https://peer.example.internal:8200"
  key_name   = "autounseal"
  mount_path = "transit/"
}

service_registration "kubernetes" {}

telemetry {
  prometheus_retention_time = "24h"
  disable_hostname          = true
  prefix_filter             = ["+vault.token", "-vault.expire"]
}

user_lockout "userpass" {
  lockout_threshold = 25
  lockout_duration  = "5m"
}

max_lease_ttl     = "768h"
default_lease_ttl = "1d"
