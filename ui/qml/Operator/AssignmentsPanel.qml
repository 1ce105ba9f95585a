pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Layouts
import Controls
import Theme
import ViewModels

// Today's assignments; the one to start has a button.
Panel {
    id: panel

    required property OperatorViewModel vm

    heading: qsTr("Today")
    aside: panel.vm.assignmentCount > 0 ? String(panel.vm.assignmentCount) : ""

    Words {
        visible: panel.vm.assignmentCount === 0
        text: qsTr("No appointments today. New ones come from headquarters by themselves.")
        color: Theme.muted
        font.pixelSize: Theme.plain
        Layout.fillWidth: true
    }

    ListView {
        id: list

        model: panel.vm.assignments
        clip: true
        spacing: Theme.dp(8)
        boundsBehavior: Flickable.StopAtBounds
        Layout.fillWidth: true
        Layout.fillHeight: true

        ScrollHint {
            target: list
        }

        delegate: Rectangle {
            id: line

            required property string assignment
            required property string time
            required property string candidateName
            required property string position
            required property string status
            required property string statusText

            width: list.width - Theme.dp(8)
            height: row.implicitHeight + Theme.dp(16)
            radius: Theme.radius
            color: line.status === "running" ? Theme.accentSoft : Theme.raised
            border.width: Theme.highContrast ? Theme.line : 0
            border.color: Theme.outline

            RowLayout {
                id: row

                anchors.fill: parent
                anchors.margins: Theme.dp(8)
                spacing: Theme.dp(10)

                Text {
                    text: line.time
                    color: Theme.text
                    font.pixelSize: Theme.heading
                    font.weight: Font.DemiBold
                    Layout.alignment: Qt.AlignTop
                }

                ColumnLayout {
                    spacing: 0
                    Layout.fillWidth: true

                    Words {
                        text: line.candidateName
                        font.pixelSize: Theme.plain
                        font.weight: Font.DemiBold
                        lineHeight: 1
                        Layout.fillWidth: true
                    }

                    Words {
                        text: line.position
                        color: Theme.muted
                        font.pixelSize: Theme.small
                        lineHeight: 1
                        Layout.fillWidth: true
                    }

                    Text {
                        text: line.statusText
                        color: line.status === "interrupted" ? Theme.warn : line.status === "done" ? Theme.good : Theme.muted
                        font.pixelSize: Theme.small
                        font.weight: Font.DemiBold
                    }
                }

                BoothButton {
                    objectName: "start_" + line.assignment
                    text: line.status === "interrupted" ? qsTr("Resume") : qsTr("Start")
                    dense: true
                    primary: true
                    visible: line.status === "due" || line.status === "interrupted"
                    enabled: !panel.vm.session.active
                    onClicked: panel.vm.start(line.assignment)
                }
            }
        }
    }
}
