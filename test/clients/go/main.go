// Drives a fresh server with the public Go API modules of Vault and OpenBao, unmodified. Prints a line a step.
package main

import (
	"errors"
	"fmt"
	"os"
	"strings"

	vault "github.com/hashicorp/vault/api"
	bao "github.com/openbao/openbao/api/v2"
)

func must(err error, what string) {
	if err != nil {
		fmt.Fprintf(os.Stderr, "%s: %v\n", what, err)
		os.Exit(1)
	}
}

func want(ok bool, what string) {
	if !ok {
		must(errors.New("is not so"), what)
	}
}

func main() {
	address, ca := os.Args[1], os.Args[2]
	root := withVault(address, ca)
	withBao(address, ca, root)
}

func withVault(address, ca string) string {
	config := vault.DefaultConfig()
	config.Address = address
	must(config.ConfigureTLS(&vault.TLSConfig{CACert: ca}), "tls")
	client, err := vault.NewClient(config)
	must(err, "client")
	sys := client.Sys()

	health, err := sys.Health()
	must(err, "health")
	want(!health.Initialized && health.Sealed, "a new server is not initialised")
	made, err := sys.Init(&vault.InitRequest{SecretShares: 3, SecretThreshold: 2})
	must(err, "init")
	want(len(made.Keys) == 3 && len(made.KeysB64) == 3, "three keys")
	_, err = sys.Unseal("zz")
	want(err != nil, "a key that is none is refused")
	_, err = sys.Unseal(made.KeysB64[0])
	must(err, "unseal 1")
	status, err := sys.Unseal(made.Keys[2])
	must(err, "unseal 2")
	want(!status.Sealed && status.Version != "", "unsealed")
	client.SetToken(made.RootToken)
	fmt.Println("vault: unsealed")

	must(sys.EnableAuditWithOptions("log", &vault.EnableAuditOptions{Type: "file", Options: map[string]string{"file_path": os.Args[3]}}), "audit")
	devices, err := sys.ListAudit()
	must(err, "list audit")
	want(devices["log/"] != nil, "the audit device is listed")

	must(sys.Mount("go", &vault.MountInput{Type: "kv", Options: map[string]string{"version": "2"}}), "mount")
	mounts, err := sys.ListMounts()
	must(err, "mounts")
	want(mounts["go/"].Options["version"] == "2" && mounts["go/"].UUID != "", "the mount is listed")
	must(sys.TuneMount("go", vault.MountConfigInput{DefaultLeaseTTL: "1h", MaxLeaseTTL: "2h"}), "tune")
	tuned, err := sys.MountConfig("go")
	must(err, "mount config")
	want(tuned.DefaultLeaseTTL == 3600 && tuned.MaxLeaseTTL == 7200, "tuned")
	must(sys.Remount("go", "gone"), "remount")
	fmt.Println("vault: mounts")

	kv := client.KVv2("gone")
	for version := 1; version <= 3; version++ {
		written, err := kv.Put(ctx, "a/b", map[string]interface{}{"n": version})
		must(err, "put")
		want(written.VersionMetadata.Version == version, "versions count")
	}
	_, err = kv.Put(ctx, "a/b", map[string]interface{}{"n": 9}, vault.WithCheckAndSet(1))
	want(err != nil && strings.Contains(err.Error(), "did not match"), "check-and-set")
	_, err = kv.Patch(ctx, "a/b", map[string]interface{}{"more": true})
	must(err, "patch")
	secret, err := kv.Get(ctx, "a/b")
	must(err, "get")
	want(fmt.Sprint(secret.Data["n"]) == "3" && secret.Data["more"] == true, "patched")
	must(kv.Delete(ctx, "a/b"), "delete")
	deleted, err := kv.Get(ctx, "a/b")
	must(err, "get deleted")
	want(deleted.Data == nil && !deleted.VersionMetadata.DeletionTime.IsZero(), "a deleted version says when")
	must(kv.Undelete(ctx, "a/b", []int{4}), "undelete")
	must(kv.Destroy(ctx, "a/b", []int{1}), "destroy")
	versions, err := kv.GetVersionsAsList(ctx, "a/b")
	must(err, "versions")
	want(len(versions) == 4 && versions[0].Destroyed, "destroyed")
	must(kv.DeleteMetadata(ctx, "a/b"), "delete metadata")
	_, err = kv.Get(ctx, "a/b")
	want(errors.Is(err, vault.ErrSecretNotFound), "gone")
	fmt.Println("vault: kv")

	must(sys.Mount("one", &vault.MountInput{Type: "kv"}), "mount kv v1")
	must(client.KVv1("one").Put(ctx, "a", map[string]interface{}{"k": "v"}), "put v1")
	first, err := client.KVv1("one").Get(ctx, "a")
	must(err, "get v1")
	want(first.Data["k"] == "v", "read back v1")
	must(client.KVv1("one").Delete(ctx, "a"), "delete v1")
	_, err = client.KVv1("one").Get(ctx, "a")
	want(errors.Is(err, vault.ErrSecretNotFound), "gone from v1")
	// As `vault write -f` does: no data is sent as null.
	_, err = client.Logical().Write("auth/token/tidy", nil)
	must(err, "a write without data")
	help, err := client.Help("gone/data/a")
	must(err, "help")
	want(help.Help != "" && help.OpenAPI != nil, "help")
	fmt.Println("vault: kv v1")

	must(sys.PutPolicy("go", `path "gone/data/*" { capabilities = ["create", "read"] }`), "policy")
	text, err := sys.GetPolicy("go")
	must(err, "get policy")
	want(strings.Contains(text, "gone/data"), "policy text")
	token, err := client.Auth().Token().Create(&vault.TokenCreateRequest{Policies: []string{"go"}, TTL: "1h", Metadata: map[string]string{"x": "y"}})
	must(err, "token")
	limited, err := client.Clone()
	must(err, "clone")
	limited.SetToken(token.Auth.ClientToken)
	capabilities, err := limited.Sys().CapabilitiesSelf("gone/data/x")
	must(err, "capabilities")
	want(strings.Join(capabilities, ",") == "create,read", "capabilities "+strings.Join(capabilities, ","))
	_, err = limited.Logical().List("gone/metadata")
	want(err != nil && strings.Contains(err.Error(), "permission denied"), "denied")
	_, err = limited.Auth().Token().RenewSelf(1800)
	must(err, "renew")
	must(client.Auth().Token().RevokeTree(token.Auth.ClientToken), "revoke")
	_, err = limited.Auth().Token().LookupSelf()
	want(err != nil, "revoked")
	fmt.Println("vault: tokens")

	must(sys.EnableAuthWithOptions("people", &vault.EnableAuthOptions{Type: "userpass"}), "auth")
	_, err = client.Logical().Write("auth/people/users/eve", map[string]interface{}{"password": "a long one", "token_policies": "go"})
	must(err, "user")
	login, err := limited.Logical().Write("auth/people/login/eve", map[string]interface{}{"password": "a long one"})
	must(err, "login")
	want(login.Auth.Renewable && login.Auth.Metadata["username"] == "eve", "logged in")
	fmt.Println("vault: userpass")
	return made.RootToken
}

func withBao(address, ca, root string) {
	config := bao.DefaultConfig()
	config.Address = address
	must(config.ConfigureTLS(&bao.TLSConfig{CACert: ca}), "tls")
	client, err := bao.NewClient(config)
	must(err, "client")
	client.SetToken(root)
	must(client.Sys().Mount("bao", &bao.MountInput{Type: "kv"}), "mount")
	must(client.KVv1("bao").Put(ctx, "x", map[string]interface{}{"a": "b"}), "put")
	secret, err := client.KVv1("bao").Get(ctx, "x")
	must(err, "get")
	want(secret.Data["a"] == "b", "read back")
	list, err := client.Logical().List("bao/")
	must(err, "list")
	want(fmt.Sprint(list.Data["keys"]) == "[x]", "listed")
	status, err := client.Sys().KeyStatus()
	must(err, "key status")
	must(client.Sys().Rotate(), "rotate")
	after, err := client.Sys().KeyStatus()
	must(err, "key status")
	want(after.Term == status.Term+1, "rotated")
	leader, err := client.Sys().Leader()
	must(err, "leader")
	want(leader.IsSelf, "leads")
	must(client.Sys().Unmount("bao"), "unmount")
	must(client.Sys().Seal(), "seal")
	sealed, err := client.Sys().SealStatus()
	must(err, "seal status")
	want(sealed.Sealed, "sealed")
	fmt.Println("bao: sealed")
}
