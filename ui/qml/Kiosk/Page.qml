import QtQuick
import QtQuick.Layouts
import Controls
import Theme

// The frame of a screen: a title, a sentence, the matter, and what one can do next on the right.
Item {
    id: page

    property string title: ""
    property string lead: ""
    default property alias matter: body.data
    property alias actions: row.data

    ColumnLayout {
        anchors.fill: parent
        spacing: Theme.gapS

        Words {
            visible: page.title.length > 0
            text: page.title
            font.pixelSize: Theme.title
            font.weight: Font.DemiBold
            lineHeight: 1.1
            Layout.fillWidth: true
        }

        Words {
            visible: page.lead.length > 0
            text: page.lead
            color: Theme.muted
            font.pixelSize: Theme.lead
            horizontalAlignment: Text.AlignLeft
            Layout.fillWidth: true
        }

        Item {
            id: body

            Layout.fillWidth: true
            Layout.fillHeight: true
            Layout.topMargin: Theme.gapS
        }

        RowLayout {
            id: row

            spacing: Theme.gapM
            visible: children.length > 0
            Layout.fillWidth: true
            Layout.minimumHeight: Theme.touch
            Layout.topMargin: Theme.gapS
        }
    }
}
