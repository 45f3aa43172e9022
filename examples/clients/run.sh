#!/usr/bin/env bash
# Generate, compile and call a client in Python, TypeScript and Java: run.sh [python] [typescript] [java]. It needs the network.
set -euo pipefail

here=$(cd "$(dirname "$0")" && pwd)
python=${PYTHON:-$here/../../.venv/bin/python}
document=$here/../../docs/openapi.json
work=$(mktemp -d)
server=
trap '[ -z "$server" ] || kill "$server"; rm -rf "$work"' EXIT

port=$("$python" -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
"$python" -c "from benefitcalc.web import serve; serve(port=$port)" 2> "$work/served" &
server=$!
url=http://127.0.0.1:$port
curl --silent --retry 30 --retry-connrefused --retry-delay 1 --output /dev/null "$url/health"

python_client() {
  "$python" -m venv "$work/python"
  "$work/python/bin/pip" install --quiet openapi-python-client==0.29.1 mypy
  PATH=$work/python/bin:$PATH openapi-python-client generate --path "$document" --output-path "$work/client"
  cp "$here/first.py" "$work/client"
  cd "$work/client"
  "$work/python/bin/mypy" --strict --follow-imports=silent first.py
  PYTHONPATH=. "$work/python/bin/python" first.py "$url"
}

typescript_client() {
  cp "$here/first.ts" "$work"
  cd "$work"
  printf '{"type": "module"}' > package.json
  npm install --silent --no-audit --no-fund openapi-typescript@7.13.0 openapi-fetch@0 typescript@5 @types/node@20
  npx openapi-typescript "$document" --output benefitcalc.d.ts
  npx tsc --strict --target es2022 --module nodenext first.ts
  node first.js "$url"
}

# JARS: Jackson with its datatype-jsr310, and jakarta.annotation-api. Maven fetches them for the pom.xml that is generated;
# PySpark brings them too.
java_client() {
  "$python" -m venv "$work/generator"
  "$work/generator/bin/pip" install --quiet openapi-generator-cli==7.26.0
  "$work/generator/bin/openapi-generator-cli" generate --generator-name java --library native --input-spec "$document" \
    --output "$work/java" --additional-properties openApiNullable=false,useJakartaEe=true,hideGenerationTimestamp=true \
    --invoker-package benefitcalc.client --api-package benefitcalc.client.api --model-package benefitcalc.client.model \
    > "$work/generated" 2>&1
  jars=${JARS:-$("$python" -c 'import pyspark; print(pyspark.__path__[0] + "/jars/*")')}
  mkdir "$work/classes"
  find "$work/java/src/main" -name '*.java' > "$work/sources"
  javac -nowarn -cp "$jars" -d "$work/classes" @"$work/sources" "$here/First.java"
  java -cp "$work/classes:$jars" First "$url"
}

[ "$#" -gt 0 ] || set -- python typescript java
for each in "$@"; do
  echo "== $each"
  ("${each}_client")
done
