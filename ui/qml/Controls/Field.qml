import QtQuick
import QtQuick.Layouts
import Theme

// A name and a value, read off a card or measured.
RowLayout {
    id: field

    property string label: ""
    property string value: ""
    property bool dense: false

    spacing: Theme.gapM

    Text {
        text: field.label
        color: Theme.muted
        font.pixelSize: field.dense ? Theme.small : Theme.caption
        Layout.preferredWidth: field.dense ? Theme.dp(92) : Theme.dp(120)
        Layout.alignment: Qt.AlignTop
    }

    Words {
        text: field.value || "—"
        font.pixelSize: field.dense ? Theme.small : Theme.body
        wrapMode: Text.WrapAtWordBoundaryOrAnywhere
        // where the line begins, in whatever letters the value is
        horizontalAlignment: Text.AlignLeft
        lineHeight: 1
        Layout.fillWidth: true
    }
}
