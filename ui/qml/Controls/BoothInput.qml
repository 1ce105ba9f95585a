import QtQuick
import QtQuick.Templates as T
import Theme

// One line to type into.
T.TextField {
    id: input

    property bool dense: false

    implicitWidth: Theme.dp(240)
    implicitHeight: input.dense ? Theme.dp(38) : Theme.touch
    leftPadding: Theme.dp(12)
    rightPadding: Theme.dp(12)
    verticalAlignment: TextInput.AlignVCenter
    color: Theme.text
    placeholderTextColor: Theme.muted
    selectionColor: Theme.accent
    selectedTextColor: Theme.accentInk
    font.family: Theme.family
    font.pixelSize: input.dense ? Theme.plain : Theme.body
    Accessible.name: placeholderText

    background: Rectangle {
        radius: Theme.radius
        color: Theme.surface
        border.width: input.activeFocus ? Theme.dp(2) : Theme.line
        border.color: input.activeFocus ? Theme.accent : Theme.control
    }

    Text {
        anchors.fill: parent
        anchors.leftMargin: input.leftPadding
        anchors.rightMargin: input.rightPadding
        visible: !input.length && !input.preeditText
        text: input.placeholderText
        color: input.placeholderTextColor
        font: input.font
        verticalAlignment: Text.AlignVCenter
        elide: Text.ElideRight
    }
}
