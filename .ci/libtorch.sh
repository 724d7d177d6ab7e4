#!/usr/bin/env bash
# Lays out libtorch 2.4.0 in a folder, for `--features rust-bert`, and prints the variables that building with it needs:
#
#     eval "$(.ci/libtorch.sh FOLDER)"
#
# Without --cuda: what the processor needs, 0.5 GB. With --cuda: all of it, 4 GB. Both come from the wheels of PyTorch
# 2.4.0, fetched with pip and checked against the sums below. A folder that is complete is left as it is.
set -euo pipefail

usage() {
    echo "usage: eval \"\$(.ci/libtorch.sh [--cuda] FOLDER)\"" >&2
    exit 2
}

kind=cpu
if [ "${1:-}" = --cuda ]; then
    kind=cuda
    shift
fi
[ $# -eq 1 ] || usage
case $1 in -*) usage ;; esac
if [ "$(uname -s) $(uname -m)" != "Linux x86_64" ]; then
    echo "libtorch.sh: its wheels are those for Linux on x86-64, and this is $(uname -s) on $(uname -m)" >&2
    exit 1
fi
python3 -m pip --version >/dev/null 2>&1 || { echo "libtorch.sh: it needs python3 with pip" >&2; exit 1; }

mkdir -p "$1"
folder=$(cd "$1" && pwd)
mark="$folder/complete-$kind"

wheels_cpu="\
torch==2.4.0 e743adadd8c8152bb8373543964551a7cb7cc20ba898dc8f9c0cdbe47c283de0
nvidia-cuda-cupti-cu12==12.1.105 e54fde3983165c624cb79254ae9818a456eb6e87a7fd4d56a2352c24ee542d7e
nvidia-cuda-runtime-cu12==12.1.105 6e258468ddf5796e25f1dc591a31029fa317d97a0a94ed93468fc86301d61e40"
wheels_cuda="\
nvidia-cublas-cu12==12.1.3.1 ee53ccca76a6fc08fb9701aa95b6ceb242cdaab118c3bb152af4e579af792728
nvidia-cuda-nvrtc-cu12==12.1.105 339b385f50c309763ca65456ec75e17bbefcbbf2893f462cb8b90584cd27a1c2
nvidia-cudnn-cu12==9.1.0.70 165764f44ef8c61fcdfdfdbe769d687e06374059fbb388b6c89ecb0e28793a6f
nvidia-cufft-cu12==11.0.2.54 794e3948a1aa71fd817c3775866943936774d1c14e7628c74f6f7417224cdf56
nvidia-curand-cu12==10.3.2.106 9d264c5036dde4e64f1de8c50ae753237c12e0b1348738169cd0f8a536c0e1e0
nvidia-cusolver-cu12==11.4.5.107 8a7ec542f0412294b15072fa7dab71d31334014a69f953004ea7a118206fe0dd
nvidia-cusparse-cu12==12.1.0.106 f3b50f42cf363f86ab21f720998517a659a48131e8d538dc02f8768237bd884c
nvidia-nccl-cu12==2.20.5 057f6bf9685f75215d0c53bf3ac4a10b3e6578351de307abad9e18a99182af56
nvidia-nvjitlink-cu12==12.1.105 015fed699b390ce3b8a8578d822d501a4194d0a341d3859554067c1ab291cb85
nvidia-nvtx-cu12==12.1.105 dc21cf308ca5691e7c04d962e213f8a4aa9bbfa23d95412f452254c2caeb09e5"

# The parts of the wheels that are wanted. Their places stay as they are: the libraries find each other by them.
unpack() {
    python3 - "$kind" "$folder" "$1" <<'PYTHON'
import pathlib, sys, zipfile
kind, folder, wheels = sys.argv[1], *map(pathlib.Path, sys.argv[2:])
lean = {"libtorch_cpu.so", "libc10.so", "libcupti.so.12", "libcudart.so.12"}
for wheel in sorted(wheels.glob("*.whl")):
    archive = zipfile.ZipFile(wheel)
    for name in archive.namelist():
        file = name.rsplit("/", 1)[-1]
        header = name.startswith("torch/include/")
        library = "/lib/" in name and ".so" in file and file != "libtorch_python.so"
        if kind == "cpu":
            library = library and (file in lean or file.startswith("libgomp"))
        if header or library:
            archive.extract(name, folder)
if kind == "cpu":
    # The wheel's own libtorch.so asks for CUDA's libraries; here the processor's part stands in for it.
    library = folder / "torch/lib/libtorch.so"
    library.unlink(missing_ok=True)
    library.symlink_to("libtorch_cpu.so")
# What torch-sys reads to be sure of the version.
(folder / "torch/build-version").write_text("2.4.0\n")
PYTHON
}

if [ ! -e "$mark" ]; then
    # One kind in one folder: torch-sys asks for CUDA as soon as its library lies there.
    rm -rf "$folder/torch" "$folder/nvidia" "$folder"/complete-* "$folder/wheels"
    mkdir "$folder/wheels"
    { echo "$wheels_cpu"; if [ "$kind" = cuda ]; then echo "$wheels_cuda"; fi; } |
        sed 's/ / --hash=sha256:/' >"$folder/wheels/list.txt"
    python3 -m pip download --quiet --disable-pip-version-check --no-cache-dir --no-deps --require-hashes \
        --only-binary=:all: --implementation cp --python-version 3.11 \
        --platform manylinux1_x86_64 --platform manylinux2014_x86_64 \
        --dest "$folder/wheels" --requirement "$folder/wheels/list.txt" >&2
    unpack "$folder/wheels"
    rm -rf "$folder/wheels"
    touch "$mark"
fi

printf 'export LIBTORCH=%q LIBTORCH_CXX11_ABI=0\n' "$folder/torch"
