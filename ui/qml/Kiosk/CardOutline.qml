pragma ComponentBehavior: Bound
import QtQuick
import Theme

// Where the document belongs: a card of 85.6 x 54 mm with the portrait or the emblem hinted at, or
// with its machine-readable lines; a passport's page of 125 x 88 mm has two of them.
Rectangle {
    id: outline

    property bool front: true
    property bool steady: false
    property int zoneLines: 0
    // the document itself is outlined: this is only where it should go
    property bool faint: false
    readonly property color ink: outline.steady ? Theme.pictureGood : Theme.pictureInk

    width: outline.zoneLines === 2 ? height * 125 / 88 : height * 85.6 / 54
    radius: Theme.dp(14)
    color: "transparent"
    opacity: outline.faint ? 0.45 : 1
    border.width: Theme.dp(3)
    border.color: outline.ink

    Rectangle {
        visible: outline.front && outline.zoneLines === 0
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

    Column {
        anchors.bottom: parent.bottom
        anchors.bottomMargin: parent.height * 0.06
        anchors.horizontalCenter: parent.horizontalCenter
        spacing: parent.height * 0.045
        opacity: 0.6

        Repeater {
            model: outline.zoneLines

            Text {
                text: "<".repeat(outline.zoneLines === 2 ? 44 : 30)
                color: outline.ink
                font.family: Theme.family
                font.pixelSize: outline.width / (outline.zoneLines === 2 ? 30 : 21)
            }
        }
    }

    Rectangle {
        visible: !outline.front && outline.zoneLines === 0
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
