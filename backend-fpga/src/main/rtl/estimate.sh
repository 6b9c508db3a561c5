#!/usr/bin/env bash
# Prints what one multiply-accumulate cell costs on Xilinx UltraScale+ (yosys estimate, not a place-and-route result), as
# the table of docs/fpga.md. Needs yosys.
set -euo pipefail
cd "$(dirname "$0")"

report=$(mktemp)
trap 'rm -f "$report"' EXIT
yosys -q -p "read_verilog -sv ring_array.sv; synth_xilinx -family xcup -top ring_cell -flatten; tee -o $report stat" >/dev/null

count() { awk -v pattern="$1" '$1 ~ pattern { n += $2 } END { print n + 0 }' "$report"; }

echo "| resource | per cell | per 8 x 8 array |"
echo "| --- | --- | --- |"
for kind in "DSP:^DSP48" "LUT:^LUT[1-6]$" "FF:^FD[RCPS]E$" "carry:^CARRY"; do
  n=$(count "${kind#*:}")
  echo "| ${kind%%:*} | $n | $((64 * n)) |"
done
