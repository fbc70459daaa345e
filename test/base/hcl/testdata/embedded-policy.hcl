initialize "policies" {
  request "read-everything" {
    operation = "update"
    path      = "sys/policies/acl/reader"
    data = {
      policy = <<-EOT
        # heredocs keep what stands in them: ${not.evaluated}
        path "secret/data/*" {
          capabilities = ["read"]
        }
        EOT
    }
  }
  request "plain" {
    operation = "update"
    data { policy = <<EOT
path "a" { capabilities = ["deny"] }
	EOT
    }
  }
}
