"""Drives a fresh server with hvac, unmodified, through everything the first release promises.

Usage: hvac_life.py ADDRESS CA_FILE AUDIT_FILE. Prints one line a step; any surprise is an exception.
"""

import sys

import hvac
from hvac import exceptions

address, ca_file, audit_file = sys.argv[1:4]
client = hvac.Client(url=address, verify=ca_file)


def step(name):
    print(name, flush=True)


def refused(kind, call, *args, **kwargs):
    try:
        call(*args, **kwargs)
    except kind:
        return
    raise AssertionError(f"{call.__qualname__} was not refused with {kind.__name__}")


assert not client.sys.is_initialized()
assert client.sys.read_health_status(method="HEAD").status_code == 501
made = client.sys.initialize(5, 3)
assert len(made["keys"]) == 5 and len(made["keys_base64"]) == 5
assert client.sys.is_initialized() and client.sys.is_sealed()
assert client.sys.read_health_status(method="HEAD").status_code == 503
refused(exceptions.InvalidRequest, client.sys.initialize, 5, 3)
step("init")

refused(exceptions.InvalidRequest, client.sys.submit_unseal_key, "not a key")
progress = client.sys.submit_unseal_key(made["keys"][0])
assert progress["sealed"] and progress["progress"] == 1 and progress["nonce"]
assert client.sys.submit_unseal_key(made["keys"][0])["progress"] == 1
assert client.sys.submit_unseal_key(reset=True)["progress"] == 0
client.sys.submit_unseal_keys([made["keys"][4], made["keys_base64"][1], made["keys"][2]])
assert not client.sys.is_sealed()
step("unseal")

refused(exceptions.Forbidden, client.sys.list_mounted_secrets_engines)
client.token = made["root_token"]
assert client.is_authenticated()
assert client.sys.read_health_status(method="GET")["initialized"]
assert client.sys.read_leader_status()["is_self"]
assert client.sys.read_seal_status()["t"] == 3
step("health")

client.sys.enable_audit_device("file", path="main", options={"file_path": audit_file})
assert "main/" in client.sys.list_enabled_audit_devices()["data"]
assert client.sys.calculate_hash("main", "x")["data"]["hash"].startswith("hmac-sha256:")
step("audit")

client.sys.enable_secrets_engine("kv", path="v1", options={"version": "1"})
client.sys.enable_secrets_engine("kv", path="v2", options={"version": "2"}, description="two")
mounts = client.sys.list_mounted_secrets_engines()["data"]
assert mounts["v2/"]["options"] == {"version": "2"} and mounts["v2/"]["description"] == "two"
refused(exceptions.InvalidRequest, client.sys.enable_secrets_engine, "kv", path="v2")
client.sys.tune_mount_configuration("v2", default_lease_ttl="1h", description="deux")
assert client.sys.read_mount_configuration("v2")["data"]["default_lease_ttl"] == 3600
client.sys.move_backend("v1", "one")
assert "one/" in client.sys.list_mounted_secrets_engines()["data"]
step("mounts")

kv1 = client.secrets.kv.v1
kv1.create_or_update_secret("a/b", {"k": "v", "n": 9007199254740993}, mount_point="one")
read = kv1.read_secret("a/b", mount_point="one")
assert read["data"] == {"k": "v", "n": 9007199254740993} and read["lease_duration"] == 2764800
assert kv1.list_secrets("", mount_point="one")["data"]["keys"] == ["a/"]
kv1.delete_secret("a/b", mount_point="one")
refused(exceptions.InvalidPath, kv1.read_secret, "a/b", mount_point="one")
step("kv v1")

kv2 = client.secrets.kv.v2
for n in range(1, 4):
    written = kv2.create_or_update_secret("app/db", {"n": n, "keep": "x"}, mount_point="v2")
    assert written["data"]["version"] == n
refused(exceptions.InvalidRequest, kv2.create_or_update_secret, "app/db", {"n": 9}, cas=1, mount_point="v2")
kv2.create_or_update_secret("app/db", {"n": 4, "keep": "x"}, cas=3, mount_point="v2")
assert kv2.read_secret_version("app/db", version=2, mount_point="v2", raise_on_deleted_version=True)["data"]["data"]["n"] == 2
kv2.patch("app/db", {"n": 5}, mount_point="v2")
latest = kv2.read_secret_version("app/db", mount_point="v2", raise_on_deleted_version=True)["data"]
assert latest["data"] == {"n": 5, "keep": "x"} and latest["metadata"]["version"] == 5
assert kv2.list_secrets("", mount_point="v2")["data"]["keys"] == ["app/"]
kv2.delete_latest_version_of_secret("app/db", mount_point="v2")
refused(exceptions.InvalidPath, kv2.read_secret_version, "app/db", mount_point="v2", raise_on_deleted_version=True)
deleted = kv2.read_secret_version("app/db", mount_point="v2", raise_on_deleted_version=False)
assert deleted["data"]["data"] is None and deleted["data"]["metadata"]["deletion_time"]
kv2.undelete_secret_versions("app/db", [5], mount_point="v2")
kv2.destroy_secret_versions("app/db", [1, 2], mount_point="v2")
kv2.update_metadata("app/db", max_versions=7, custom_metadata={"owner": "ann"}, mount_point="v2")
metadata = kv2.read_secret_metadata("app/db", mount_point="v2")["data"]
assert metadata["versions"]["1"]["destroyed"] and metadata["custom_metadata"] == {"owner": "ann"}
assert metadata["current_version"] == 5 and metadata["max_versions"] == 7
kv2.delete_metadata_and_all_versions("app/db", mount_point="v2")
refused(exceptions.InvalidPath, kv2.read_secret_metadata, "app/db", mount_point="v2")
step("kv v2")

client.sys.create_or_update_policy("app", 'path "v2/data/app/*" { capabilities = ["read", "create"] }')
assert "app" in client.sys.list_policies()["data"]["policies"]
assert "v2/data/app" in client.sys.read_policy("app")["data"]["rules"]
assert client.sys.read_acl_policy("app")["data"]["name"] == "app"
assert client.sys.get_capabilities(["v2/data/app/x"])["data"]["capabilities"] == ["root"]
step("policies")

token = client.auth.token.create(policies=["app"], ttl="1h", renewable=True, meta={"for": "test"})
limited = hvac.Client(url=address, verify=ca_file, token=token["auth"]["client_token"])
assert limited.auth.token.lookup_self()["data"]["meta"] == {"for": "test"}
limited.secrets.kv.v2.create_or_update_secret("app/x", {"a": 1}, mount_point="v2")
refused(exceptions.Forbidden, limited.secrets.kv.v2.create_or_update_secret, "app/x", {"a": 2}, mount_point="v2")
refused(exceptions.Forbidden, limited.secrets.kv.v2.list_secrets, "", mount_point="v2")
assert limited.sys.get_capabilities(["v2/data/app/x"])["data"]["v2/data/app/x"] == ["create", "read"]
assert limited.auth.token.renew_self("2h")["auth"]["lease_duration"] == 7200
accessor = token["auth"]["accessor"]
assert client.auth.token.lookup_accessor(accessor)["data"]["policies"] == ["app", "default"]
child = client.auth.token.create_orphan(policies=["default"])["auth"]
assert child["orphan"] and accessor in client.auth.token.list_accessors()["data"]["keys"]
client.auth.token.create_or_update_role("short", allowed_policies="app", token_explicit_max_ttl="10m")
assert client.auth.token.create(role_name="short")["auth"]["lease_duration"] == 600
client.auth.token.revoke_accessor(accessor)
assert not limited.is_authenticated()
once = client.auth.token.create(policies=["default"], num_uses=1)["auth"]["client_token"]
single = hvac.Client(url=address, verify=ca_file, token=once)
assert single.auth.token.lookup_self() and not single.is_authenticated()
step("tokens")

client.sys.enable_auth_method("userpass", path="people")
client.auth.userpass.create_or_update_user("ann", password="correct-horse", policies="app", mount_point="people")
assert client.auth.userpass.list_user(mount_point="people")["data"]["keys"] == ["ann"]
person = hvac.Client(url=address, verify=ca_file)
refused(exceptions.InvalidRequest, person.auth.userpass.login, "ann", "wrong", mount_point="people")
login = person.auth.userpass.login("ANN", "correct-horse", mount_point="people")
assert login["auth"]["policies"] == ["app", "default"] and login["auth"]["metadata"] == {"username": "ann"}
assert person.secrets.kv.v2.read_secret_version("app/x", mount_point="v2", raise_on_deleted_version=True)
client.auth.userpass.update_password_on_user("ann", "another-horse", mount_point="people")
refused(exceptions.InvalidRequest, person.auth.userpass.login, "ann", "correct-horse", mount_point="people")
client.sys.disable_auth_method("people")
assert not person.is_authenticated()
step("userpass")

term = client.adapter.get("/v1/sys/key-status")["data"]["term"]
client.sys.rotate_encryption_key()
assert client.adapter.get("/v1/sys/key-status")["data"]["term"] == term + 1
step("rotate")

client.sys.disable_secrets_engine("v2")
assert "v2/" not in client.sys.list_mounted_secrets_engines()["data"]
client.sys.disable_audit_device("main")
client.sys.seal()
assert client.sys.is_sealed()
refused(exceptions.VaultDown, client.sys.list_mounted_secrets_engines)
step("seal")
