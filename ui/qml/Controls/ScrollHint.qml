import QtQuick
import Theme

// How much more there is in a list: a thin bar at its right edge, only when it does not fit.
Rectangle {
    id: hint

    required property Flickable target

    parent: hint.target
    visible: hint.target.visibleArea.heightRatio < 1
    x: LayoutMirroring.enabled ? 0 : hint.target.width - width
    y: hint.target.visibleArea.yPosition * hint.target.height
    z: 1
    width: Theme.dp(4)
    height: Math.max(Theme.dp(20), hint.target.visibleArea.heightRatio * hint.target.height)
    radius: width / 2
    color: Theme.control
}
