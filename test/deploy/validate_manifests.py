# validate_manifests.py <versions> <file>...: each document of each file by the strict schemas of each version.
import sys

import kubernetes_validate
import yaml

versions = sys.argv[1].split(",")
valid = 0
for path in sys.argv[2:]:
    with open(path) as file:
        for document in yaml.safe_load_all(file):
            for version in versions:
                kubernetes_validate.validate(document, version, strict=True)
                valid += 1
print(f"{valid} valid")
