import QtQuick
import QtQuick.Layouts
import Controls
import Theme
import ViewModels

// The interview that runs: who, where it stands, and what is safe on the disk.
Panel {
    id: panel

    required property OperatorViewModel vm
    readonly property SessionViewModel session: panel.vm.session

    heading: panel.session.active ? panel.session.candidateName : qsTr("No interview is running")
    aside: panel.session.active ? panel.session.stageText : ""
    asideInk: Theme.accent

    RowLayout {
        spacing: Theme.gapM
        Layout.fillWidth: true
        Layout.minimumHeight: Theme.dp(38)

        Rectangle {
            radius: panel.session.recording ? width / 2 : Theme.dp(2)
            color: panel.session.recording ? Theme.bad : Theme.muted
            Layout.preferredWidth: Theme.dp(12)
            Layout.preferredHeight: Theme.dp(12)
        }

        ColumnLayout {
            spacing: 0
            Layout.fillWidth: true

            Text {
                text: panel.session.recording ? qsTr("Recording %1").arg(panel.session.recorded) : qsTr("Not recording")
                color: Theme.text
                font.pixelSize: Theme.plain
                font.weight: Font.DemiBold
            }

            Text {
                visible: panel.session.recording
                text: qsTr("On the disk until %1 s ago").arg(panel.session.unsyncedS.toFixed(1))
                color: panel.session.lagging ? Theme.bad : Theme.muted
                font.pixelSize: Theme.small
            }

            Text {
                objectName: "candidateReads"
                visible: panel.session.active && panel.session.candidateReads !== ""
                text: qsTr("The candidate's screens: %1").arg(panel.session.candidateReads)
                color: Theme.muted
                font.pixelSize: Theme.small
            }

            Words {
                visible: panel.session.faults > 0
                text: qsTr("Faults: %1, credited: %2 s. The last: %3").arg(panel.session.faults).arg(panel.session.creditS).arg(panel.session.lastFault)
                color: Theme.muted
                font.pixelSize: Theme.small
                Layout.fillWidth: true
            }
        }

        Item {
            Layout.fillWidth: true
        }

        Text {
            visible: panel.session.question > 0
            text: qsTr("Question %1 of %2").arg(panel.session.question).arg(panel.session.questions)
            color: Theme.muted
            font.pixelSize: Theme.plain
        }

        BoothButton {
            objectName: "pauseInterview"
            text: panel.session.paused ? qsTr("Go on") : qsTr("Pause")
            dense: true
            primary: panel.session.paused
            visible: panel.session.pausable
            onClicked: panel.vm.pause(!panel.session.paused)
        }
    }
}
