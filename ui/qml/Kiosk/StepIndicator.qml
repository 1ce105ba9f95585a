pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Layouts
import Controls
import Theme

// The seven steps of the visit; the one now in words, those done ticked.
RowLayout {
    id: steps

    property int current: -1

    spacing: Theme.dp(6)
    Accessible.role: Accessible.StaticText
    Accessible.name: names[current] ?? ""

    readonly property list<string> names: [qsTr("Check-in"), qsTr("Consent"), qsTr("Identity"), qsTr("Room"), qsTr("Practice"), qsTr("Questions"), qsTr("Finish")]

    Repeater {
        model: steps.names

        RowLayout {
            id: step

            required property int index
            required property string modelData
            readonly property bool here: step.index === steps.current
            readonly property bool done: step.index < steps.current

            spacing: Theme.dp(6)

            Rectangle {
                visible: step.index > 0
                color: step.index <= steps.current ? Theme.accent : Theme.outline
                Layout.preferredWidth: Theme.dp(10)
                Layout.preferredHeight: Theme.dp(2)
            }

            Rectangle {
                radius: width / 2
                color: step.here ? Theme.accent : "transparent"
                border.width: step.here || step.done ? 0 : Theme.dp(2)
                border.color: Theme.outline
                Layout.preferredWidth: Theme.dp(26)
                Layout.preferredHeight: Theme.dp(26)

                Mark {
                    anchors.fill: parent
                    visible: step.done
                    tone: "ok"
                    ink: Theme.accent
                    signInk: Theme.accentInk
                }

                Text {
                    anchors.centerIn: parent
                    visible: !step.done
                    text: step.index + 1
                    color: step.here ? Theme.accentInk : Theme.muted
                    font.pixelSize: Theme.small
                    font.weight: Font.DemiBold
                }
            }

            Text {
                visible: step.here || !Theme.largeType
                text: step.modelData
                color: step.here ? Theme.text : Theme.muted
                font.pixelSize: Theme.sp(14)
                font.weight: step.here ? Font.DemiBold : Font.Normal
            }
        }
    }
}
