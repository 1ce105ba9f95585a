import QtQuick
import Theme
import ViewModels

// The live picture, mirrored like a mirror, and words while there is none.
Rectangle {
    id: pane

    required property PreviewSource source
    property bool mirrored: true
    property bool shown: true
    // the whole of the camera's picture, with bars beside it; else its middle fills the pane
    property bool whole: false
    property string waitingText: ""
    // what was found in the picture, as shares of it: x, y, x, y...; whole lines where it lies well
    property var outline: []
    property bool outlineGood: false
    default property alias overlay: over.data

    color: Theme.picture
    border.width: Theme.line
    border.color: Theme.outline
    clip: true
    Accessible.role: Accessible.Graphic
    Accessible.name: pane.waitingText

    FramePreview {
        id: picture

        readonly property real roomX: pane.width - 2 * Theme.line
        readonly property real roomY: pane.height - 2 * Theme.line

        anchors.centerIn: parent
        width: pane.whole ? Math.min(roomX, roomY * pane.source.aspect) : roomX
        height: pane.whole ? Math.min(roomY, roomX / pane.source.aspect) : roomY
        visible: pane.source.live
        source: pane.source
        mirrored: pane.mirrored
        live: pane.shown && pane.visible
        outline: pane.outline
        outlineColor: pane.outlineGood ? Theme.pictureGood : Theme.pictureInk
        outlineWidth: pane.outlineGood ? Theme.dp(6) : Theme.dp(4)
        outlineWhole: pane.outlineGood
        // else the source would go on looking for pictures that nobody sees
        Component.onDestruction: live = false
    }

    Words {
        anchors.centerIn: parent
        width: Math.min(implicitWidth, parent.width - 2 * Theme.gapM)
        visible: !pane.source.live
        text: pane.waitingText
        color: Theme.pictureInk
        font.pixelSize: parent.width < Theme.dp(360) ? Theme.caption : Theme.body
        horizontalAlignment: Text.AlignHCenter
    }

    Item {
        id: over

        anchors.fill: picture
    }
}
