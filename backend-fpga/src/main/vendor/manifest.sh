#!/usr/bin/env bash
# Writes the manifest beside a bitstream.   usage: manifest.sh BITSTREAM DEVICE TILE
# DEVICE is the board's name exactly as 'clinfo' prints it (Device Name).
set -euo pipefail
bitstream=$1 device=$2 tile=$3
kernels=$(sed -n 's/^TASK \(f_[a-z_]*\).*/\1/p' "$(dirname "$0")/../resources/com/latticex/rosetta/backend/fpga/ring.cl" | paste -sd,)
cat > "$bitstream.properties" <<EOF
device=$device
kernels=$kernels
tile=$tile
word=64
sha256=$(sha256sum "$bitstream" | cut -d' ' -f1)
EOF
