import QtQuick
import QtQuick.Layouts
import Theme

// Whether a recording runs, as a mark and in words. It never blinks.
Rectangle {
    id: mark

    property bool recording: false

    implicitWidth: row.implicitWidth + 2 * Theme.dp(14)
    implicitHeight: Theme.dp(40)
    radius: height / 2
    color: mark.recording ? Theme.badSoft : Theme.raised
    border.width: Theme.highContrast ? Theme.line : 0
    border.color: Theme.outline

    RowLayout {
        id: row

        anchors.centerIn: parent
        spacing: Theme.dp(8)

        Rectangle {
            radius: mark.recording ? width / 2 : Theme.dp(2)
            color: mark.recording ? Theme.bad : Theme.muted
            Layout.preferredWidth: Theme.dp(12)
            Layout.preferredHeight: Theme.dp(12)
        }

        Text {
            text: mark.recording ? qsTr("Recording") : qsTr("Not recording")
            color: mark.recording ? Theme.bad : Theme.muted
            font.pixelSize: Theme.caption
            font.weight: Font.DemiBold
        }
    }
}
