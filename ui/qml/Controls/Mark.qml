pragma ComponentBehavior: Bound
import QtQuick
import Theme

// A sign for a state, told apart by its shape as well as by its colour:
// ok, warn, bad, info, wait.
// Strokes are rectangles: under the software renderer a Shape outside a clipped list is still drawn.
Item {
    id: mark

    property string tone: "info"
    property color ink: mark.tone === "ok" ? Theme.good : mark.tone === "warn" ? Theme.warn : mark.tone === "bad" ? Theme.bad : mark.tone === "wait" ? Theme.muted : Theme.accent
    property color signInk: Theme.surface
    readonly property real unit: mark.width / 24
    readonly property real stroke: 2.4 * mark.unit

    // each stroke from x, y to x, y on a field of 24 by 24
    readonly property var signs: ({
            ok: [[7, 12.5, 10.5, 16], [10.5, 16, 17, 8.5]],
            warn: [[12, 6.5, 12, 13.2], [12, 17, 12, 17.1]],
            bad: [[8.2, 8.2, 15.8, 15.8], [15.8, 8.2, 8.2, 15.8]],
            info: [[12, 11, 12, 17.2], [12, 7, 12, 7.1]],
            wait: [[12, 6.5, 12, 12.5], [12, 12.5, 15.5, 14.5]]
        })

    implicitWidth: Theme.dp(24)
    implicitHeight: implicitWidth

    Rectangle {
        anchors.fill: parent
        radius: width / 2
        color: mark.ink
    }

    Repeater {
        model: mark.signs[mark.tone] ?? []

        Rectangle {
            id: bar

            required property var modelData
            readonly property real dx: bar.modelData[2] - bar.modelData[0]
            readonly property real dy: bar.modelData[3] - bar.modelData[1]

            x: bar.modelData[0] * mark.unit - mark.stroke / 2
            y: bar.modelData[1] * mark.unit - mark.stroke / 2
            width: Math.sqrt(bar.dx * bar.dx + bar.dy * bar.dy) * mark.unit + mark.stroke
            height: mark.stroke
            radius: mark.stroke / 2
            color: mark.signInk
            antialiasing: true
            transform: Rotation {
                origin.x: mark.stroke / 2
                origin.y: mark.stroke / 2
                angle: Math.atan2(bar.dy, bar.dx) * 180 / Math.PI
            }
        }
    }
}
