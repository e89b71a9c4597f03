#!/usr/bin/env bash
# Tests Examples/spark on a Spark of its own with two executors. Where Java or PyPI is missing it says so and tests nothing.
set -euo pipefail
cd "$(dirname "$0")/.."

if ! command -v java >/dev/null; then scripts/install-system-packages.sh openjdk-17-jre-headless || true; fi
if ! command -v java >/dev/null; then
  echo "Spark was not tested: there is no Java (17 or newer; Debian's openjdk-17-jre-headless)"
  exit 0
fi
scripts/python-environment.sh .venv/spark "pyspark>=4,<5" pyarrow pandas
if [ ! -e .venv/spark/ready ]; then
  echo "Spark was not tested: PySpark could not be installed"
  exit 0
fi
cd Examples/spark
../../.venv/spark/bin/python test_annotate.py 2>&1 | grep -v -E "^$|WARN|Stage [0-9]+:|Using Spark|Setting default log|adjust logging"
