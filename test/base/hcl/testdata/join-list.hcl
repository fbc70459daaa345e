storage "raft" {
	path = "/srv/raft"
	node_id = "b"
	retry_join = [
    {
    "leader_api_addr" = "http://127.0.0.1:8200"
    },
    { "leader_api_addr" = "http://127.0.0.2:8200" },
    {
      leader_api_addr = "http://127.0.0.3:8200", leader_tls_servername = "c"
    },
  ]
}
