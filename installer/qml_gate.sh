#!/bin/sh
# The QML gate: every QML file is checked against the Python view models, and for its format.
# A misspelt property, signal or type fails it (qmllint -W 0: no warning is let through).
# Usage: installer/qml_gate.sh   (from anywhere; uses .venv/bin, or $BIN)
set -eu
cd "$(dirname "$0")/.."
bin=${BIN:-$PWD/.venv/bin}
root=$PWD
out=build/qml/ViewModels
mkdir -p "$out"
qml=$(find "$root/ui/qml" -name '*.qml' | sort)

metatypes=$("$bin/python" -c 'from pathlib import Path; import PySide6
folder = Path(PySide6.__file__).parent / "Qt" / "metatypes"
print(",".join(str(folder / f"qt6{part}_metatypes.json") for part in ("core", "gui", "qml", "quick")))')

# rows.py first: the others name its class
"$bin/pyside6-metaobjectdump" -q -o build/viewmodels.json \
    ui/viewmodels/rows.py ui/preview.py $(find ui/viewmodels -name '*.py' ! -name rows.py | sort)
"$bin/pyside6-qmltyperegistrar" --generate-qmltypes "$out/ViewModels.qmltypes" \
    --import-name ViewModels --major-version 1 --foreign-types "$metatypes" \
    -o build/registrations.cpp build/viewmodels.json
printf 'module ViewModels\ntypeinfo ViewModels.qmltypes\ndepends QtQuick\n' > "$out/qmldir"

# shellcheck disable=SC2086
"$bin/pyside6-qmllint" -W 0 -I "$root/ui/qml" -I "$root/build/qml" $qml

wrong=0
for file in $qml; do
    if ! "$bin/pyside6-qmlformat" "$file" 2>/dev/null | cmp -s - "$file"; then
        echo "$file: not formatted; run: pyside6-qmlformat -i $file" >&2
        wrong=1
    fi
done
[ "$wrong" = 0 ] || exit 1
echo "QML gate: clean"
