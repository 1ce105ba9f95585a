import QtQuick
import QtQuick.Layouts
import Controls
import Theme
import ViewModels

// Hold the invitation's code before the camera.
Page {
    id: page

    required property CheckInViewModel vm
    required property PreviewSource preview

    title: qsTr("Please show your invitation")
    lead: qsTr("Hold the square code of your invitation before the camera, on paper or on your phone.")

    RowLayout {
        anchors.fill: parent
        spacing: Theme.gapXl

        PreviewPane {
            source: page.preview
            waitingText: qsTr("The camera is starting…")
            Layout.fillHeight: true
            Layout.fillWidth: true

            Rectangle {
                anchors.centerIn: parent
                width: parent.height * 0.6
                height: width
                radius: Theme.radius
                color: "transparent"
                border.width: Theme.dp(3)
                border.color: Theme.pictureInk
                opacity: 0.8
            }
        }

        ColumnLayout {
            spacing: Theme.gapM
            Layout.preferredWidth: Theme.dp(360)
            Layout.fillWidth: false

            Notice {
                tone: page.vm.problem ? "warn" : "wait"
                text: page.vm.problem || qsTr("Looking for the code…")
                Layout.fillWidth: true
            }

            Words {
                text: page.vm.problem ? qsTr("Please show the code of today's appointment, or call a member of staff.") : qsTr("It goes on by itself as soon as the code has been read.")
                color: Theme.muted
                Layout.fillWidth: true
            }

            Words {
                text: qsTr("No code with you? Call a member of staff.")
                color: Theme.muted
                Layout.fillWidth: true
            }

            Item {
                Layout.fillHeight: true
            }
        }
    }
}
