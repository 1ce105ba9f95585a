pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Layouts
import Controls
import Theme
import ViewModels

// The right to reply.
Page {
    id: page

    required property ReplyViewModel vm

    title: qsTr("Would you like to add something?")
    lead: page.vm.alertCount > 0 ? qsTr("This was noticed during the interview. A person will look at it; it decides nothing by itself. You may say something about it.") : qsTr("Nothing unusual was noticed. You may add something in writing, about the interview or its circumstances.")

    RowLayout {
        anchors.fill: parent
        spacing: Theme.gapL

        ListView {
            id: list

            visible: page.vm.rowCount > 0
            model: page.vm.alerts
            clip: true
            spacing: Theme.dp(8)
            boundsBehavior: Flickable.StopAtBounds
            Layout.preferredWidth: Theme.dp(440)
            Layout.fillHeight: true

            ScrollHint {
                target: list
            }

            delegate: AlertLine {
                width: list.width - Theme.dp(8)
            }
        }

        BoothArea {
            id: reply

            objectName: "replyText"
            placeholderText: qsTr("Write here, if you wish…")
            Layout.fillWidth: true
            Layout.fillHeight: true
        }
    }

    actions: [
        Item {
            Layout.fillWidth: true
        },
        BoothButton {
            objectName: "nothingToAdd"
            text: qsTr("Nothing to add")
            onClicked: page.vm.reply("")
        },
        BoothButton {
            objectName: "sendReply"
            text: qsTr("Send and finish")
            primary: true
            enabled: reply.length > 0
            onClicked: page.vm.reply(reply.text)
        }
    ]
}
