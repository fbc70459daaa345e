# Node 3 of the three of docker-compose.ha.yml. They differ in names alone.
cluster_name = "coffer"
api_addr     = "https://node3:8200"
cluster_addr = "https://node3:8201"

storage "raft" {
  path    = "/vault/data"
  node_id = "node3"

  retry_join {
    leader_api_addr     = "https://node1:8200"
    leader_ca_cert_file = "/vault/tls/tls.pem"
  }
  retry_join {
    leader_api_addr     = "https://node2:8200"
    leader_ca_cert_file = "/vault/tls/tls.pem"
  }
}

listener "tcp" {
  address       = "0.0.0.0:8200"
  tls_cert_file = "/vault/tls/tls.pem"
  tls_key_file  = "/vault/tls/tls.key"
}

# For Prometheus, inside the cluster's network: metrics without a token, and nothing else.
listener "tcp" {
  address       = "0.0.0.0:8210"
  tls_cert_file = "/vault/tls/tls.pem"
  tls_key_file  = "/vault/tls/tls.key"

  telemetry {
    unauthenticated_metrics_access = true
    metrics_only                   = true
    metrics_path                   = "/metrics"
  }
}

# The nodes unseal themselves with one key that the service "certificates" made. Whoever has it and a node's files has
# the secrets: in production this is a key of a transit engine or a cloud.
seal "static" {
  current_key_id = "compose-1"
  current_key    = "file:///vault/tls/unseal.key"
}
