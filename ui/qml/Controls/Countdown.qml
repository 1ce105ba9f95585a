pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Shapes
import Theme

// Time left as a ring and in digits. The last ten seconds turn the ring's colour, nothing flashes.
Item {
    id: countdown

    property real remaining: 0
    property real total: 1
    property string caption: ""
    readonly property bool ending: countdown.remaining <= 10
    readonly property int seconds: Math.max(0, Math.ceil(countdown.remaining))
    property color ink: countdown.ending ? Theme.warn : Theme.accent
    readonly property real stroke: Theme.dp(14)

    implicitWidth: Theme.dp(230)
    implicitHeight: implicitWidth
    Accessible.role: Accessible.StaticText
    Accessible.name: digits.text + " " + countdown.caption

    Behavior on ink {
        ColorAnimation {
            duration: 4 * Theme.calm
        }
    }

    component Arc: ShapePath {
        id: arc

        property real sweep: 360

        strokeWidth: countdown.stroke
        fillColor: "transparent"
        capStyle: ShapePath.RoundCap

        PathAngleArc {
            centerX: countdown.width / 2
            centerY: countdown.height / 2
            radiusX: (countdown.width - countdown.stroke) / 2
            radiusY: radiusX
            startAngle: -90
            sweepAngle: arc.sweep
        }
    }

    Shape {
        anchors.fill: parent

        Arc {
            strokeColor: Theme.raised
        }

        Arc {
            strokeColor: countdown.ink
            sweep: 360 * Math.max(0.001, Math.min(1, countdown.remaining / Math.max(1, countdown.total)))
        }
    }

    Column {
        anchors.centerIn: parent

        Text {
            id: digits

            anchors.horizontalCenter: parent.horizontalCenter
            text: Math.floor(countdown.seconds / 60) + ":" + String(countdown.seconds % 60).padStart(2, "0")
            color: countdown.ink
            font.pixelSize: Theme.digits
            font.weight: Font.DemiBold
            font.features: ({
                    tnum: 1
                })
        }

        Words {
            anchors.horizontalCenter: parent.horizontalCenter
            width: Math.min(implicitWidth, countdown.width - 4 * countdown.stroke)
            text: countdown.caption
            color: Theme.muted
            font.pixelSize: Theme.caption
            horizontalAlignment: Text.AlignHCenter
        }
    }
}
