import QtQuick
import QtQuick.Layouts
import Controls
import Theme

// A screen with little on it: everything in the middle.
Item {
    id: page

    property string tone: ""
    property string title: ""
    property string lead: ""
    default property alias matter: column.data

    ColumnLayout {
        id: column

        anchors.centerIn: parent
        width: Math.min(parent.width, Theme.dp(820))
        spacing: Theme.gapM

        Mark {
            visible: page.tone.length > 0
            tone: page.tone
            Layout.preferredWidth: Theme.dp(72)
            Layout.preferredHeight: Theme.dp(72)
            Layout.alignment: Qt.AlignHCenter
            Layout.bottomMargin: Theme.gapS
        }

        Words {
            text: page.title
            font.pixelSize: Theme.title
            font.weight: Font.DemiBold
            horizontalAlignment: Text.AlignHCenter
            Layout.fillWidth: true
        }

        Words {
            visible: page.lead.length > 0
            text: page.lead
            color: Theme.muted
            font.pixelSize: Theme.lead
            horizontalAlignment: Text.AlignHCenter
            Layout.fillWidth: true
        }
    }
}
