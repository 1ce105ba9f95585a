import QtQuick
import QtQuick.Layouts
import Theme

// A mark, a name and a state: "Camera  In order".
RowLayout {
    id: light

    property string tone: "ok"
    property string label: ""
    property string value: ""

    spacing: Theme.dp(6)

    Mark {
        tone: light.tone
        Layout.preferredWidth: Theme.dp(16)
        Layout.preferredHeight: Layout.preferredWidth
    }

    Text {
        text: light.label
        color: Theme.muted
        font.pixelSize: Theme.small
    }

    Text {
        text: light.value
        color: Theme.text
        font.pixelSize: Theme.small
        font.weight: Font.DemiBold
    }
}
