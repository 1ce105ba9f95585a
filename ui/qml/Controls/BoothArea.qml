import QtQuick
import QtQuick.Templates as T
import Theme

// Several lines to type into; scrolls with the cursor.
Rectangle {
    id: area

    property alias text: edit.text
    property alias length: edit.length
    property string placeholderText: ""

    implicitWidth: Theme.dp(400)
    implicitHeight: Theme.dp(160)
    radius: Theme.radius
    color: Theme.surface
    border.width: edit.activeFocus ? Theme.dp(2) : Theme.line
    border.color: edit.activeFocus ? Theme.accent : Theme.control

    Flickable {
        anchors.fill: parent
        anchors.margins: Theme.line
        clip: true
        boundsBehavior: Flickable.StopAtBounds

        T.TextArea.flickable: T.TextArea {
            id: edit

            padding: Theme.gapM
            color: Theme.text
            selectionColor: Theme.accent
            selectedTextColor: Theme.accentInk
            wrapMode: TextEdit.Wrap
            font.family: Theme.family
            font.pixelSize: Theme.body
            Accessible.name: area.placeholderText
        }
    }

    Text {
        anchors {
            left: parent.left
            top: parent.top
            margins: Theme.gapM
        }
        visible: !edit.length && !edit.preeditText
        text: area.placeholderText
        color: Theme.muted
        font.pixelSize: Theme.body
    }
}
