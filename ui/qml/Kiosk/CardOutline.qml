import QtQuick
import Theme

// Where the card belongs: 85.6 x 54 mm, with the portrait or the emblem hinted at.
Rectangle {
    id: outline

    property bool front: true
    property bool steady: false
    readonly property color ink: outline.steady ? "#7FE0B0" : Theme.pictureInk

    width: height * 85.6 / 54
    radius: Theme.dp(14)
    color: "transparent"
    border.width: Theme.dp(3)
    border.color: outline.ink

    Rectangle {
        visible: outline.front
        anchors.right: parent.right
        anchors.rightMargin: parent.width * 0.07
        anchors.verticalCenter: parent.verticalCenter
        anchors.verticalCenterOffset: -parent.height * 0.08
        width: parent.width * 0.28
        height: parent.height * 0.58
        radius: Theme.dp(8)
        color: "transparent"
        border.width: Theme.dp(2)
        border.color: outline.ink
        opacity: 0.6
    }

    Rectangle {
        visible: !outline.front
        x: parent.width * 0.06
        y: parent.height * 0.1
        width: parent.height * 0.3
        height: width
        radius: width / 2
        color: "transparent"
        border.width: Theme.dp(2)
        border.color: outline.ink
        opacity: 0.6
    }
}
