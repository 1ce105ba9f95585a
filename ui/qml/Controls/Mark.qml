import QtQuick
import QtQuick.Shapes
import Theme

// A sign for a state, told apart by its shape as well as by its colour:
// ok, warn, bad, info, wait.
Item {
    id: mark

    property string tone: "info"
    property color ink: mark.tone === "ok" ? Theme.good : mark.tone === "warn" ? Theme.warn : mark.tone === "bad" ? Theme.bad : mark.tone === "wait" ? Theme.muted : Theme.accent
    property color signInk: Theme.surface
    readonly property real unit: mark.width / 24

    readonly property var paths: ({
            ok: "M 6.5 12.5 L 10.5 16.5 L 17.5 8.5",
            warn: "M 12 6.5 L 12 13.5 M 12 17 L 12 17.2",
            bad: "M 8 8 L 16 16 M 16 8 L 8 16",
            info: "M 12 11 L 12 17.5 M 12 7 L 12 7.2",
            wait: "M 12 6.5 L 12 12.5 L 16 14.5"
        })

    implicitWidth: Theme.dp(24)
    implicitHeight: implicitWidth

    Rectangle {
        anchors.fill: parent
        radius: width / 2
        color: mark.ink
    }

    Shape {
        width: 24
        height: 24
        scale: mark.unit
        transformOrigin: Item.TopLeft

        ShapePath {
            strokeColor: mark.signInk
            strokeWidth: 2.4
            fillColor: "transparent"
            capStyle: ShapePath.RoundCap
            joinStyle: ShapePath.RoundJoin

            PathSvg {
                path: mark.paths[mark.tone] ?? ""
            }
        }
    }
}
