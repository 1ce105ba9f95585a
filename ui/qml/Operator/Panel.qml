import QtQuick
import QtQuick.Layouts
import Controls
import Theme

// A card with a heading.
Card {
    id: panel

    property string heading: ""
    property string aside: ""
    property color asideInk: Theme.muted
    default property alias matter: body.data

    implicitHeight: column.implicitHeight + 2 * Theme.dp(12)

    ColumnLayout {
        id: column

        anchors.fill: parent
        anchors.margins: Theme.dp(12)
        spacing: Theme.dp(8)

        RowLayout {
            spacing: Theme.gapS

            Text {
                text: panel.heading
                color: Theme.text
                font.pixelSize: Theme.heading
                font.weight: Font.DemiBold
                Layout.fillWidth: true
            }

            Text {
                text: panel.aside
                color: panel.asideInk
                font.pixelSize: Theme.small
            }
        }

        ColumnLayout {
            id: body

            spacing: Theme.dp(8)
            Layout.fillWidth: true
            Layout.fillHeight: true
        }
    }
}
