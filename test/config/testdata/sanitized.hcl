# The answer of OpenBao to this file stands in sanitized.json.
storage "raft" { path = "/var/lib/data" 
 node_id="n1" 
 max_entry_size = 1048576
}
listener "tcp" {
  address = "127.0.0.1:8200"
  tls_disable = 1
  max_request_size = 1000
  custom_response_headers { "default" = { "X-Vault-A" = ["b"] "X-B"=["c"] } "2xx" = { "X-C" = ["d","e"] } }
  telemetry { unauthenticated_metrics_access = true }
 }
seal "static" { current_key = "542a91c2aff86797e8dfa16adf86dcbea5706410791b319798936a1b08e4ef8b"
 current_key_id="a" }
cluster_addr = "http://127.0.0.1:8201"
api_addr = "http://127.0.0.1:8200"
user_lockout "all" { lockout_duration = "10m" }
user_lockout "userpass" { lockout_threshold = 25 }
telemetry { prometheus_retention_time = "24h" usage_gauge_period="none" }
log_file = "/var/log/x.log"
log_rotate_bytes = 100000
default_max_request_duration = "30s"
max_lease_ttl = "10h"
default_lease_ttl = "10h"
