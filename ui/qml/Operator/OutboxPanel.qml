pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Layouts
import Controls
import Theme
import ViewModels

// Sealed interviews on their way to headquarters.
Panel {
    id: panel

    required property OperatorViewModel vm

    heading: qsTr("To headquarters")
    aside: panel.vm.devices.online ? "" : qsTr("Not connected")
    asideInk: Theme.warn

    Words {
        visible: panel.vm.outboxCount === 0
        text: qsTr("Nothing is waiting.")
        color: Theme.muted
        font.pixelSize: Theme.plain
        Layout.fillWidth: true
    }

    RowLayout {
        visible: panel.vm.sendsFrom !== ""
        spacing: Theme.gapS
        Layout.fillWidth: true

        Words {
            text: qsTr("Waits until %1").arg(panel.vm.sendsFrom)
            color: Theme.muted
            font.pixelSize: Theme.plain
            Layout.fillWidth: true
        }

        BoothButton {
            objectName: "sendNow"
            visible: panel.vm.maySendNow
            dense: true
            text: qsTr("Send now")
            onClicked: panel.vm.sendNow()
        }
    }

    ListView {
        id: list

        model: panel.vm.outbox
        clip: true
        spacing: Theme.dp(10)
        boundsBehavior: Flickable.StopAtBounds
        Layout.fillWidth: true
        Layout.fillHeight: true

        ScrollHint {
            target: list
        }

        delegate: Column {
            id: line

            required property string session
            required property string status
            required property string statusText
            required property real progress
            required property real megabytes
            readonly property color ink: line.status === "receipted" ? Theme.good : line.status === "refused" ? Theme.bad : Theme.accent

            width: list.width - Theme.dp(8)
            spacing: Theme.dp(3)

            RowLayout {
                width: line.width

                Text {
                    text: "…" + line.session.slice(-8)
                    color: Theme.text
                    font.pixelSize: Theme.small
                    font.weight: Font.DemiBold
                    Layout.fillWidth: true
                }

                Text {
                    text: qsTr("%1 MB").arg(line.megabytes.toFixed(line.megabytes < 10 ? 1 : 0))
                    color: Theme.muted
                    font.pixelSize: Theme.small
                }
            }

            ProgressLine {
                width: line.width
                value: line.progress
                ink: line.ink
            }

            Text {
                text: line.statusText
                color: line.status === "refused" ? Theme.bad : Theme.muted
                font.pixelSize: Theme.small
            }
        }
    }
}
