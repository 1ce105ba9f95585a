import QtQuick
import QtQuick.Layouts
import Controls
import Theme

// One line of the room check.
Card {
    id: check

    required property string label
    required property string outcome
    required property string detail

    implicitHeight: Theme.dp(84)

    RowLayout {
        anchors.fill: parent
        anchors.leftMargin: Theme.gapM
        anchors.rightMargin: Theme.gapM
        spacing: Theme.dp(12)

        Mark {
            tone: check.outcome === "ok" ? "ok" : check.outcome === "warning" ? "warn" : check.outcome === "failed" ? "bad" : "wait"
        }

        ColumnLayout {
            spacing: Theme.dp(2)

            Text {
                text: check.label
                color: Theme.text
                font.pixelSize: Theme.body
                font.weight: Font.DemiBold
            }

            Words {
                text: check.detail
                color: Theme.muted
                font.pixelSize: Theme.caption
                lineHeight: 1.05
                Layout.fillWidth: true
            }
        }
    }
}
