pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Layouts
import Controls
import Theme
import ViewModels

// The kiosk's processes, and anything else that wants a person.
Panel {
    id: panel

    required property OperatorViewModel vm

    heading: panel.vm.problemCount > 0 ? qsTr("Problems") : qsTr("Program")

    Flickable {
        id: flick

        clip: true
        contentHeight: column.implicitHeight
        boundsBehavior: Flickable.StopAtBounds
        Layout.fillWidth: true
        Layout.fillHeight: true
        ScrollHint {
            target: flick
        }

        ColumnLayout {
            id: column

            width: flick.width - Theme.dp(8)
            spacing: Theme.dp(6)

            Repeater {
                model: panel.vm.problems

                Notice {
                    required text

                    tone: "bad"
                    dense: true
                    Layout.fillWidth: true
                }
            }

            Repeater {
                model: panel.vm.processes

                RowLayout {
                    id: line

                    required property string label
                    required property string status
                    required property string statusText
                    required property int restarts

                    spacing: Theme.dp(8)
                    Layout.fillWidth: true

                    Mark {
                        tone: line.status === "running" ? "ok" : line.status === "given_up" ? "bad" : "wait"
                        Layout.preferredWidth: Theme.dp(16)
                        Layout.preferredHeight: Theme.dp(16)
                    }

                    Text {
                        text: line.label
                        color: Theme.text
                        font.pixelSize: Theme.small
                        Layout.fillWidth: true
                    }

                    Text {
                        text: line.restarts > 0 ? qsTr("%1, restarts: %2").arg(line.statusText).arg(line.restarts) : line.statusText
                        color: Theme.muted
                        font.pixelSize: Theme.small
                    }
                }
            }
        }
    }
}
