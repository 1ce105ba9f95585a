import QtQuick
import QtQuick.Layouts
import Controls
import Theme
import ViewModels

// The pictures from five seconds before an alert to five seconds after its start.
ColumnLayout {
    id: strip

    required property OperatorViewModel vm

    spacing: Theme.dp(4)

    Words {
        visible: list.count === 0
        text: qsTr("No pictures were kept of this one. The recording holds it.")
        color: Theme.muted
        font.pixelSize: Theme.small
        lineHeight: 1
        Layout.fillWidth: true
    }

    ListView {
        id: list

        objectName: "alertPictures"
        visible: count > 0
        model: strip.vm.pictures
        orientation: ListView.Horizontal
        spacing: Theme.dp(6)
        clip: true
        boundsBehavior: Flickable.StopAtBounds
        Layout.fillWidth: true
        Layout.preferredHeight: Theme.dp(90)
        onVisibleChanged: positionViewAtIndex(Math.floor(count / 2), ListView.Center)

        delegate: ColumnLayout {
            id: picture

            required property string at
            required property string source

            spacing: Theme.dp(2)

            Image {
                source: picture.source
                fillMode: Image.PreserveAspectFit
                asynchronous: false
                Layout.preferredWidth: Theme.dp(120)
                Layout.preferredHeight: Theme.dp(68)
            }

            Text {
                text: picture.at
                color: Theme.muted
                font.pixelSize: Theme.small
                Layout.alignment: Qt.AlignHCenter
            }
        }
    }
}
