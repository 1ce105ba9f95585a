import QtQuick
import QtQuick.Layouts
import Theme

// One sentence that says why: why we wait, what is wrong, what is fine.
Rectangle {
    id: notice

    property string tone: "info"
    property string text: ""
    property bool dense: false

    implicitWidth: row.implicitWidth + 2 * row.anchors.margins
    implicitHeight: row.implicitHeight + 2 * row.anchors.margins
    radius: Theme.radius
    color: notice.tone === "ok" ? Theme.goodSoft : notice.tone === "warn" ? Theme.warnSoft : notice.tone === "bad" ? Theme.badSoft : Theme.accentSoft
    border.width: Theme.highContrast ? Theme.line : 0
    border.color: Theme.outline

    RowLayout {
        id: row

        anchors.fill: parent
        anchors.margins: notice.dense ? Theme.dp(8) : Theme.dp(14)
        spacing: notice.dense ? Theme.dp(8) : Theme.dp(12)

        Mark {
            tone: notice.tone
            Layout.preferredWidth: notice.dense ? Theme.dp(18) : Theme.dp(24)
            Layout.preferredHeight: Layout.preferredWidth
            Layout.alignment: Qt.AlignVCenter
        }

        Words {
            text: notice.text
            font.pixelSize: notice.dense ? Theme.plain : Theme.body
            Layout.fillWidth: true
            Layout.alignment: Qt.AlignVCenter
        }
    }
}
