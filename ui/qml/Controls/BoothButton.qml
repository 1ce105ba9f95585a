import QtQuick
import QtQuick.Templates as T
import Theme

// A button: `primary` for the one thing to do next, `quiet` for what is seldom wanted.
T.Button {
    id: button

    property bool primary: false
    property bool quiet: false
    property bool danger: false
    // the operator's window: smaller
    property bool dense: false

    readonly property color face: !button.enabled ? Theme.raised : button.primary ? (button.danger ? Theme.bad : Theme.accent) : (button.quiet ? "transparent" : Theme.surface)
    readonly property color ink: !button.enabled ? Theme.muted : button.primary ? (button.danger ? Theme.badInk : Theme.accentInk) : (button.danger ? Theme.bad : (button.quiet ? Theme.muted : Theme.accent))

    implicitWidth: Math.max(button.dense ? Theme.dp(72) : Theme.dp(120), label.implicitWidth + leftPadding + rightPadding)
    implicitHeight: button.dense ? Theme.dp(38) : Theme.touch
    leftPadding: button.dense ? Theme.dp(14) : Theme.gapL
    rightPadding: leftPadding
    focusPolicy: Qt.StrongFocus
    font.family: Theme.family
    font.pixelSize: button.dense ? Theme.plain : Theme.body
    font.weight: Font.DemiBold
    Accessible.name: text

    contentItem: Text {
        id: label

        text: button.text
        font: button.font
        color: button.ink
        horizontalAlignment: Text.AlignHCenter
        verticalAlignment: Text.AlignVCenter
    }
    background: Rectangle {
        radius: Theme.radius
        color: button.down ? Qt.tint(button.face.a > 0 ? button.face : Theme.raised, "#26000000") : button.face
        border.width: button.visualFocus ? Theme.dp(3) : (button.primary || button.quiet ? 0 : Theme.line)
        border.color: button.visualFocus ? Theme.text : Theme.control
    }
}
