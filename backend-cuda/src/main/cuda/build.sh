#!/bin/sh
# Compiles the kernels into one fat binary (code for sm_80 and sm_90, PTX for compute_80 and later devices), writes its
# manifest, and the benchmark's reference kernel as PTX. The same compiler gives the same bytes.
# Usage: build.sh OUTPUT_FOLDER TEST_OUTPUT_FOLDER, or from the root: mvn -Pnvcc -pl backend-cuda -am process-resources
set -eu
cd "$(dirname "$0")"
out=$1
tests=$2
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

flags="-std=c++17 -O3 --frandom-seed=rosetta"
nvcc $flags -cubin -arch=sm_80 rosetta.cu -o "$work/sm_80.cubin"
nvcc $flags -cubin -arch=sm_90 rosetta.cu -o "$work/sm_90.cubin"
nvcc $flags -ptx -arch=compute_80 rosetta.cu -o "$work/newest.ptx"
# The kernels use nothing that PTX ISA 7.0 lacks; the lower number lets older drivers compile them.
sed 's/^\.version .*/.version 7.0/' "$work/newest.ptx" > "$work/compute_80.ptx"

# Uncompressed: drivers before CUDA 12.4 cannot unpack what newer compilers compress, and the jar compresses anyway.
fatbinary --64 --compress=false --create="$work/rosetta.fatbin" \
    --image3=kind=elf,sm=80,file="$work/sm_80.cubin" \
    --image3=kind=elf,sm=90,file="$work/sm_90.cubin" \
    --image3=kind=ptx,sm=80,file="$work/compute_80.ptx"

source=$(for file in $(ls *.cu *.cuh | LC_ALL=C sort); do echo "$file"; cat "$file"; done | sha256sum | cut -d' ' -f1)
mkdir -p "$out"
cp "$work/rosetta.fatbin" "$out/rosetta.fatbin"
cat > "$out/rosetta.properties" <<END
# Written by src/main/cuda/build.sh together with rosetta.fatbin.
sources=$source
compiler=$(nvcc --version | sed -n 's/.*release.*, //p')
sha256=$(sha256sum < "$out/rosetta.fatbin" | cut -d' ' -f1)
END

mkdir -p "$tests"
nvcc $flags -ptx -arch=compute_80 -I. ../../test/cuda/reference.cu -o "$work/reference.ptx"
sed -e 's/^\.version .*/.version 7.0/' -e '/^\/\//d' "$work/reference.ptx" > "$tests/reference.ptx"
