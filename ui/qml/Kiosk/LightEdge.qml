import QtQuick
import Theme
import ViewModels

// The edge of the window sheds colours while the gestures are asked for; what is read stands on a
// ground of its own within.
Rectangle {
    id: edge

    required property LivenessViewModel vm
    property bool shown: false
    readonly property bool on: edge.shown && edge.vm.sheds
    readonly property int across: Theme.dp(128)
    readonly property int down: Theme.dp(40)

    visible: edge.on
    color: edge.vm.tint > 0 ? Theme.lightWarm : edge.vm.tint < 0 ? Theme.lightCool : Theme.background

    Timer {
        interval: 30
        repeat: true
        running: edge.on
        onTriggered: edge.vm.lookAtClock()
    }

    Rectangle {
        anchors.fill: parent
        anchors.leftMargin: edge.across
        anchors.rightMargin: edge.across
        anchors.topMargin: edge.down
        anchors.bottomMargin: edge.down
        radius: Theme.radius
        color: Theme.background
    }
}
