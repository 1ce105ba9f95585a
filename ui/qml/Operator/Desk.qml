import QtQuick
import QtQuick.Layouts
import Theme
import ViewModels

// Everything at a glance: today, the interview, what wants a person.
Item {
    id: desk

    required property OperatorViewModel vm
    property bool onScreen: true

    RowLayout {
        anchors.fill: parent
        anchors.margins: Theme.dp(12)
        spacing: Theme.dp(12)

        ColumnLayout {
            spacing: Theme.dp(12)
            Layout.preferredWidth: Theme.dp(330)
            Layout.fillWidth: false
            Layout.fillHeight: true

            AssignmentsPanel {
                vm: desk.vm
                Layout.fillWidth: true
                Layout.fillHeight: true
            }

            OutboxPanel {
                vm: desk.vm
                Layout.fillWidth: true
                Layout.preferredHeight: Theme.dp(190)
            }
        }

        ColumnLayout {
            spacing: Theme.dp(12)
            Layout.fillWidth: true
            Layout.fillHeight: true

            SessionPanel {
                vm: desk.vm
                Layout.fillWidth: true
            }

            // an alert's pictures need the place: they are put away with one touch
            CamerasPanel {
                visible: desk.vm.openedAlert < 0
                vm: desk.vm.devices
                onScreen: desk.onScreen && visible
                Layout.fillWidth: true
            }

            AlertsPanel {
                vm: desk.vm
                Layout.fillWidth: true
                Layout.fillHeight: true
            }
        }

        ColumnLayout {
            spacing: Theme.dp(12)
            Layout.preferredWidth: Theme.dp(350)
            Layout.fillWidth: false
            Layout.fillHeight: true

            DecisionPanel {
                vm: desk.vm.decision
                Layout.fillWidth: true
                Layout.fillHeight: true
            }

            MachinePanel {
                vm: desk.vm
                Layout.fillWidth: true
                Layout.preferredHeight: Theme.dp(desk.vm.problemCount > 0 ? 200 : desk.vm.decision.waiting ? 120 : 190)
            }
        }
    }
}
