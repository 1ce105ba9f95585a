pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Layouts
import Controls
import Theme
import ViewModels

// The room and device check.
Page {
    id: page

    required property RoomViewModel vm
    required property PreviewSource preview

    title: qsTr("Room and devices")
    lead: qsTr("Sit comfortably, look at the camera and say a few words. The screen flashes once and a short tone sounds, to align the recordings.")

    RowLayout {
        anchors.fill: parent
        spacing: Theme.gapXl

        ColumnLayout {
            spacing: Theme.gapM
            Layout.fillHeight: true
            Layout.fillWidth: true

            PreviewPane {
                source: page.preview
                waitingText: qsTr("The camera is starting…")
                Layout.fillHeight: true
                Layout.fillWidth: true
            }

            RowLayout {
                spacing: Theme.gapM

                Text {
                    text: qsTr("Your voice")
                    color: Theme.muted
                    font.pixelSize: Theme.caption
                }

                LevelMeter {
                    level: page.vm.levelDb
                    peak: -120
                    Layout.fillWidth: true
                }
            }
        }

        GridLayout {
            columns: 2
            columnSpacing: Theme.dp(10)
            rowSpacing: Theme.dp(10)
            Layout.preferredWidth: Theme.dp(720)
            Layout.fillWidth: false
            Layout.fillHeight: true

            Repeater {
                model: page.vm.lines

                CheckLine {
                    Layout.fillWidth: true
                    Layout.fillHeight: true
                    Layout.preferredWidth: 1
                }
            }
        }
    }

    actions: [
        Words {
            text: page.vm.ready ? qsTr("Everything is ready.") : page.vm.failed ? qsTr("Something does not work. Please call a member of staff; your time has not begun.") : qsTr("A moment, please: the checks are still running.")
            color: Theme.muted
            Layout.fillWidth: true
        },
        BoothButton {
            objectName: "tryAgain"
            text: qsTr("Check again")
            onClicked: page.vm.checkAgain()
        },
        BoothButton {
            objectName: "continueButton"
            text: qsTr("Continue")
            primary: true
            enabled: page.vm.ready
            onClicked: page.vm.goOn()
        }
    ]
}
