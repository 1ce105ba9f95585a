#!/bin/sh
# Bring booth_zh.ts up to date with the sources; then translate what is "unfinished" in it,
# with Qt Linguist (.venv/bin/pyside6-linguist) or a text editor. Nothing has to be compiled.
set -eu
cd "$(dirname "$0")/../.."
bin=${BIN:-$PWD/.venv/bin}
"$bin/pyside6-lupdate" -no-obsolete -locations none -source-language en_US -target-language zh_CN \
    ui/qml/*/*.qml ui/*.py -ts ui/i18n/booth_zh.ts
