#!/usr/bin/env bash
# Links libFuzzer with the parsers that stand in a library: link.sh FOLDER
set -euo pipefail
folder=$1
# The clang that comes with Swift has the runtime its instrumentation is made for.
clang=$(dirname "$(dirname "$(swiftc -print-target-info | sed -n 's/.*"runtimeResourcePath": *"\(.*\)".*/\1/p')")")/bin/clang
[ -x "$clang" ] || clang=clang
echo 'int bakeoff_fuzz;' | "$clang" -x c - -fsanitize=fuzzer -o "$folder/fuzz" -L "$folder" -lFuzzTargets -lstdc++ -Wl,-rpath,'$ORIGIN'
