import QtQuick
import QtQuick.Layouts
import Controls
import Theme
import ViewModels

// Stop, and call the operator: always in the same place.
Item {
    id: footer

    required property CandidateViewModel vm

    signal stopAsked

    implicitHeight: Theme.dp(84)

    RowLayout {
        anchors.fill: parent
        anchors.leftMargin: Theme.gapXl
        anchors.rightMargin: Theme.gapXl
        anchors.bottomMargin: Theme.gapM
        spacing: Theme.gapM

        BoothButton {
            objectName: "stopInterview"
            text: qsTr("Stop the interview")
            quiet: true
            Layout.leftMargin: -Theme.gapL
            visible: footer.vm.stoppable
            onClicked: footer.stopAsked()
        }

        Item {
            Layout.fillWidth: true
        }

        BoothButton {
            objectName: "openStaff"
            text: qsTr("Staff")
            quiet: true
            visible: footer.vm.staff
            onClicked: footer.vm.openStaff()
        }

        Notice {
            visible: footer.vm.helpAsked
            dense: true
            text: qsTr("A member of staff has been called and is on the way.")
            Layout.preferredHeight: Theme.touch
        }

        BoothButton {
            objectName: "callOperator"
            text: footer.vm.helpAsked ? qsTr("Call again") : qsTr("Call a member of staff")
            onClicked: footer.vm.callOperator()
        }
    }
}
