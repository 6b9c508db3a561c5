#!/usr/bin/env bash
# NEVER RUN by the authors: no AMD board or licence was at hand. It follows the vendor's programming guide.
#
# Builds ring.xclbin with a Vitis release whose v++ still takes OpenCL C. Newer ones take C++ or RTL kernels only, into
# which the bodies of ring.cl can be carried over, being in the common subset.
# usage: amd.sh PLATFORM DEVICE [TILE]    PLATFORM as 'platforminfo -l' prints it, DEVICE as 'clinfo' prints it
set -euo pipefail
platform=$1 device=$2 tile=${3:-8}
here=$(cd "$(dirname "$0")" && pwd)
source=$here/../resources/com/latticex/rosetta/backend/fpga/ring.cl
objects=()
for kernel in $(sed -n 's/^TASK \(f_[a-z_]*\).*/\1/p' "$source"); do
  v++ -c -t hw --platform "$platform" -DTILE="$tile" -k "$kernel" "$source" -o "$kernel.xo"
  objects+=("$kernel.xo")
done
v++ -l -t hw --platform "$platform" "${objects[@]}" -o ring.xclbin
"$here/manifest.sh" ring.xclbin "$device" "$tile"
echo "start Rosetta with -Drosetta.device=fpga -Drosetta.fpga.bitstream=$PWD/ring.xclbin"
