#!/usr/bin/env bash
# NEVER RUN by the authors: no Intel board or licence was at hand. It follows the vendor's programming guide.
#
# Builds ring.aocx with the Intel FPGA SDK for OpenCL (aoc).
# usage: intel.sh BOARD DEVICE [TILE]    BOARD as 'aoc -list-boards' prints it, DEVICE as 'clinfo' prints it
set -euo pipefail
board=$1 device=$2 tile=${3:-8}
here=$(cd "$(dirname "$0")" && pwd)
aoc -board="$board" -DTILE="$tile" \
  "$here/../resources/com/latticex/rosetta/backend/fpga/ring.cl" -o ring.aocx
"$here/manifest.sh" ring.aocx "$device" "$tile"
echo "start Rosetta with -Drosetta.device=fpga -Drosetta.fpga.bitstream=$PWD/ring.aocx"
