import QtQuick
import QtQuick.Layouts
import Controls
import Theme

// One alert, with a note to acknowledge it by.
ColumnLayout {
    id: alert

    required property int index
    required property string text
    required property string at
    required property int seconds
    required property bool roomCamera
    required property string note
    required property bool filmed
    property bool pictured: false

    signal noted(int index, string note)
    signal opened(int index)

    spacing: Theme.dp(4)

    RowLayout {
        spacing: Theme.dp(8)
        Layout.fillWidth: true

        Mark {
            tone: alert.note ? "ok" : "warn"
            Layout.preferredWidth: Theme.dp(18)
            Layout.preferredHeight: Theme.dp(18)
        }

        Text {
            text: alert.at
            color: Theme.muted
            font.pixelSize: Theme.small
        }

        Words {
            text: alert.text + (alert.roomCamera ? qsTr(" (room camera)") : "")
            font.pixelSize: Theme.plain
            lineHeight: 1
            Layout.fillWidth: true
        }

        Text {
            text: alert.seconds < 0 ? qsTr("still going on") : qsTr("%1 s").arg(alert.seconds)
            color: Theme.muted
            font.pixelSize: Theme.small
        }

        BoothButton {
            objectName: "pictures_" + alert.index
            visible: alert.filmed
            text: alert.pictured ? qsTr("Hide") : qsTr("Pictures")
            dense: true
            onClicked: alert.opened(alert.index)
        }
    }

    Words {
        visible: alert.note.length > 0
        text: qsTr("Note: %1").arg(alert.note)
        color: Theme.muted
        font.pixelSize: Theme.small
        lineHeight: 1
        Layout.fillWidth: true
        Layout.leftMargin: Theme.dp(26)
    }

    RowLayout {
        visible: alert.note.length === 0
        spacing: Theme.dp(8)
        Layout.fillWidth: true
        Layout.leftMargin: Theme.dp(26)

        BoothInput {
            id: note

            objectName: "note_" + alert.index
            dense: true
            placeholderText: qsTr("Note: what was it?")
            Layout.fillWidth: true
        }

        BoothButton {
            objectName: "acknowledge_" + alert.index
            text: qsTr("Acknowledge")
            dense: true
            enabled: note.text.trim().length > 0
            onClicked: alert.noted(alert.index, note.text)
        }
    }
}
