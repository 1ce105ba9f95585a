import QtQuick
import Theme

// How far something is, 0..1.
Rectangle {
    id: line

    property real value: 0
    property color ink: Theme.accent

    implicitHeight: Theme.dp(6)
    radius: height / 2
    color: Theme.raised
    border.width: Theme.highContrast ? Theme.line : 0
    border.color: Theme.outline

    Rectangle {
        anchors.left: parent.left
        width: Math.max(line.value > 0 ? height : 0, Math.min(1, line.value) * line.width)
        height: line.height
        radius: height / 2
        color: line.ink
    }
}
