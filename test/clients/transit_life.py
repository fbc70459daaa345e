"""Drives transit with hvac, unmodified, and checks its work with Python's cryptography, both ways.

Usage: transit_life.py ADDRESS CA_FILE TOKEN. Prints one line a step; any surprise is an exception.
"""

import base64
import os
import sys

import hvac
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, hmac, serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa, utils
from cryptography.hazmat.primitives.ciphers.aead import AESGCM, ChaCha20Poly1305
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.keywrap import aes_key_wrap_with_padding
from hvac import exceptions

address, ca_file, token = sys.argv[1:4]
client = hvac.Client(url=address, verify=ca_file, token=token)
client.sys.enable_secrets_engine("transit")
transit = client.secrets.transit
MESSAGE = b"the quick brown fox"
HASHES = {
    "sha2-224": hashes.SHA224(),
    "sha2-256": hashes.SHA256(),
    "sha2-384": hashes.SHA384(),
    "sha2-512": hashes.SHA512(),
}


def step(name):
    print(name, flush=True)


def b64(data):
    return base64.b64encode(data).decode()


def body(text):
    return base64.b64decode(text.split(":", 2)[2])


def public_key(name):
    shown = transit.read_key(name)["data"]["keys"]["1"]["public_key"]
    return serialization.load_pem_public_key(shown.encode())


def verified(name, signature, **options):
    answer = transit.verify_signed_data(name, b64(MESSAGE), signature=signature, **options)
    return answer["data"]["valid"]


CIPHERS = {"aes128-gcm96": AESGCM, "aes256-gcm96": AESGCM, "chacha20-poly1305": ChaCha20Poly1305}
for name, cipher in CIPHERS.items():
    # hvac knows no aes128-gcm96.
    client.adapter.post(f"/v1/transit/keys/{name}", json={"type": name, "exportable": True})
    exported = transit.export_key(name, key_type="encryption-key")["data"]["keys"]["1"]
    box = cipher(base64.b64decode(exported))
    sealed = transit.encrypt_data(name, b64(MESSAGE))["data"]["ciphertext"]
    assert box.decrypt(body(sealed)[:12], body(sealed)[12:], None) == MESSAGE
    for aad in (b"", b"row 17"):
        nonce = os.urandom(12)
        ours = "vault:v1:" + b64(nonce + box.encrypt(nonce, MESSAGE, aad))
        path = f"/v1/transit/decrypt/{name}"
        opened = client.adapter.post(path, json={"ciphertext": ours, "associated_data": b64(aad)})
        assert base64.b64decode(opened["data"]["plaintext"]) == MESSAGE
        sealed = client.adapter.post(
            f"/v1/transit/encrypt/{name}", json={"plaintext": b64(MESSAGE), "associated_data": b64(aad)}
        )["data"]["ciphertext"]
        assert box.decrypt(body(sealed)[:12], body(sealed)[12:], aad) == MESSAGE
step("ciphers")

transit.create_key("derived", derived=True, convergent_encryption=True, exportable=True)
root = base64.b64decode(transit.export_key("derived", key_type="encryption-key")["data"]["keys"]["1"])
both = HKDF(hashes.SHA256(), 64, salt=None, info=b"tenant 7").derive(root)
sealed = transit.encrypt_data("derived", b64(MESSAGE), context=b64(b"tenant 7"))["data"]["ciphertext"]
assert sealed == transit.encrypt_data("derived", b64(MESSAGE), context=b64(b"tenant 7"))["data"]["ciphertext"]
nonce_mac = hmac.HMAC(both[32:], hashes.SHA256())
nonce_mac.update(MESSAGE)
assert body(sealed)[:12] == nonce_mac.finalize()[:12]
assert AESGCM(both[:32]).decrypt(body(sealed)[:12], body(sealed)[12:], None) == MESSAGE
step("derived")

items = [{"plaintext": b64(b"%d" % at)} for at in range(50)]
results = transit.encrypt_data("aes256-gcm96", batch_input=items)["data"]["batch_results"]
opened = transit.decrypt_data("aes256-gcm96", batch_input=results)["data"]["batch_results"]
assert [item["plaintext"] for item in opened] == [item["plaintext"] for item in items]
step("batches")

for name, curve in {"ecdsa-p256": ec.SECP256R1(), "ecdsa-p384": ec.SECP384R1(), "ecdsa-p521": ec.SECP521R1()}.items():
    transit.create_key(name, key_type=name)
    key = public_key(name)
    assert key.curve.name == curve.name
    for hash_name, algorithm in HASHES.items():
        signed = transit.sign_data(name, b64(MESSAGE), hash_algorithm=hash_name)["data"]["signature"]
        key.verify(body(signed), MESSAGE, ec.ECDSA(algorithm))
        digest = hashes.Hash(algorithm)
        digest.update(MESSAGE)
        finished = digest.finalize()
        signed = transit.sign_data(name, b64(finished), hash_algorithm=hash_name, prehashed=True)["data"]["signature"]
        key.verify(body(signed), finished, ec.ECDSA(utils.Prehashed(algorithm)))
step("ecdsa")

transit.create_key("ed25519", key_type="ed25519")
raw = base64.b64decode(transit.read_key("ed25519")["data"]["keys"]["1"]["public_key"])
signed = transit.sign_data("ed25519", b64(MESSAGE))["data"]["signature"]
ed25519.Ed25519PublicKey.from_public_bytes(raw).verify(body(signed), MESSAGE)
step("ed25519")

transit.create_key("rsa", key_type="rsa-2048", exportable=True)
key = public_key("rsa")
for hash_name, algorithm in HASHES.items():
    for scheme, form in {
        "pkcs1v15": padding.PKCS1v15(),
        "pss": padding.PSS(padding.MGF1(algorithm), padding.PSS.AUTO),
    }.items():
        signed = transit.sign_data(
            "rsa", b64(MESSAGE), hash_algorithm=hash_name, signature_algorithm=scheme
        )["data"]["signature"]
        key.verify(body(signed), MESSAGE, form, algorithm)
        assert verified("rsa", signed, hash_algorithm=hash_name, signature_algorithm=scheme)
oaep = padding.OAEP(padding.MGF1(hashes.SHA256()), hashes.SHA256(), None)
ours = "vault:v1:" + b64(key.encrypt(MESSAGE, oaep))
assert base64.b64decode(transit.decrypt_data("rsa", ours)["data"]["plaintext"]) == MESSAGE
pem = transit.export_key("rsa", key_type="encryption-key")["data"]["keys"]["1"]
private = serialization.load_pem_private_key(pem.encode(), None)
sealed = transit.encrypt_data("rsa", b64(MESSAGE))["data"]["ciphertext"]
assert private.decrypt(body(sealed), oaep) == MESSAGE
step("rsa")

wrapping = serialization.load_pem_public_key(
    client.adapter.get("/v1/transit/wrapping_key")["data"]["public_key"].encode()
)
DER = (serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())


def bring(name, key_type, material):
    ephemeral = os.urandom(32)
    wrapped = wrapping.encrypt(ephemeral, oaep) + aes_key_wrap_with_padding(ephemeral, material)
    client.adapter.post(
        f"/v1/transit/keys/{name}/import", json={"type": key_type, "ciphertext": b64(wrapped)}
    )


own = ec.generate_private_key(ec.SECP256R1())
bring("own-ec", "ecdsa-p256", own.private_bytes(*DER))
own_rsa = rsa.generate_private_key(65537, 2048)
bring("own-rsa", "rsa-2048", own_rsa.private_bytes(*DER))
own_ed = ed25519.Ed25519PrivateKey.generate()
bring("own-ed", "ed25519", own_ed.private_bytes(*DER))
assert verified("own-ec", "vault:v1:" + b64(own.sign(MESSAGE, ec.ECDSA(hashes.SHA256()))))
assert verified("own-ed", "vault:v1:" + b64(own_ed.sign(MESSAGE)))
pss = padding.PSS(padding.MGF1(hashes.SHA256()), padding.PSS.MAX_LENGTH)
assert verified("own-rsa", "vault:v1:" + b64(own_rsa.sign(MESSAGE, pss, hashes.SHA256())))
signed = transit.sign_data("own-ec", b64(MESSAGE))["data"]["signature"]
own.public_key().verify(body(signed), MESSAGE, ec.ECDSA(hashes.SHA256()))
try:
    own.public_key().verify(body(signed), b"other", ec.ECDSA(hashes.SHA256()))
    raise AssertionError("a signature was valid for another message")
except InvalidSignature:
    pass
step("import")

sealed = transit.encrypt_data("aes256-gcm96", b64(MESSAGE))["data"]["ciphertext"]
transit.rotate_key("aes256-gcm96")
newer = transit.rewrap_data("aes256-gcm96", sealed)["data"]["ciphertext"]
assert newer.startswith("vault:v2:")
transit.update_key_configuration("aes256-gcm96", min_decryption_version=2, deletion_allowed=True)
try:
    transit.decrypt_data("aes256-gcm96", sealed)
    raise AssertionError("an old version was decrypted")
except exceptions.InvalidRequest:
    pass
data_key = transit.generate_data_key("aes256-gcm96", "plaintext")["data"]
assert transit.decrypt_data("aes256-gcm96", data_key["ciphertext"])["data"]["plaintext"] == data_key["plaintext"]
assert len(base64.b64decode(transit.generate_random_bytes(24)["data"]["random_bytes"])) == 24
digest = hashes.Hash(hashes.SHA512())
digest.update(MESSAGE)
assert transit.hash_data(b64(MESSAGE), "sha2-512")["data"]["sum"] == digest.finalize().hex()
code = transit.generate_hmac("aes256-gcm96", b64(MESSAGE))["data"]["hmac"]
assert transit.verify_signed_data("aes256-gcm96", b64(MESSAGE), hmac=code)["data"]["valid"]
step("versions")

transit.update_key_configuration("aes256-gcm96", exportable=True, allow_plaintext_backup=True)
backup = transit.backup_key("aes256-gcm96")["data"]["backup"]
transit.delete_key("aes256-gcm96")
transit.restore_key(backup)
assert base64.b64decode(transit.decrypt_data("aes256-gcm96", newer)["data"]["plaintext"]) == MESSAGE
assert "aes256-gcm96" in transit.list_keys()["data"]["keys"]
client.sys.disable_secrets_engine("transit")
step("backup")
