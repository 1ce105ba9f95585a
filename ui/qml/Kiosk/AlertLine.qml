import QtQuick
import QtQuick.Layouts
import Controls
import Theme

// One thing that was noticed, with its time.
Card {
    id: alert

    required property string text
    required property string at
    required property int seconds
    required property bool roomCamera
    required property bool credited

    implicitHeight: row.implicitHeight + 2 * Theme.dp(12)

    RowLayout {
        id: row

        anchors.fill: parent
        anchors.margins: Theme.dp(12)
        spacing: Theme.dp(12)

        Mark {
            tone: "info"
        }

        ColumnLayout {
            spacing: 0

            Words {
                text: alert.text
                font.weight: Font.DemiBold
                Layout.fillWidth: true
            }

            Words {
                text: alert.credited ? qsTr("at %1: %2 s were credited to you").arg(alert.at).arg(alert.seconds) : (alert.seconds < 0 ? qsTr("since %1").arg(alert.at) : qsTr("at %1, for %2 s").arg(alert.at).arg(alert.seconds)) + (alert.roomCamera ? qsTr(" (room camera)") : "")
                color: Theme.muted
                font.pixelSize: Theme.caption
                Layout.fillWidth: true
            }
        }
    }
}
