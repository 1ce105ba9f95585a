import QtQuick
import QtQuick.Layouts
import Controls
import Theme

// A stretch that nobody watched: no alert in it means nothing.
RowLayout {
    id: stretch

    required property string since
    required property string until
    required property string why
    required property bool roomCamera

    spacing: Theme.dp(8)
    Layout.fillWidth: true

    Mark {
        tone: stretch.until ? "info" : "warn"
        Layout.preferredWidth: Theme.dp(18)
        Layout.preferredHeight: Theme.dp(18)
    }

    Words {
        text: (stretch.until ? qsTr("Not watched from %1 to %2: %3").arg(stretch.since).arg(stretch.until).arg(stretch.why) : qsTr("Not watched since %1: %2").arg(stretch.since).arg(stretch.why)) + (stretch.roomCamera ? qsTr(" (room camera)") : "")
        color: Theme.muted
        font.pixelSize: Theme.small
        lineHeight: 1
        Layout.fillWidth: true
    }
}
