pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Layouts
import Controls
import Theme
import ViewModels

// Nothing to do but wait, and what for.
CentredPage {
    id: page

    required property SealingViewModel vm
    readonly property list<string> steps: [qsTr("Analysing the answers on this machine"), qsTr("Sealing everything"), qsTr("Sending it to headquarters")]

    title: qsTr("Thank you. That was the interview.")
    lead: qsTr("Your interview is being completed. This takes a minute or two; you need not do anything.")

    Repeater {
        model: page.steps

        RowLayout {
            id: step

            required property int index
            required property string modelData
            readonly property bool here: step.index === page.vm.stepIndex
            readonly property bool done: step.index < page.vm.stepIndex

            spacing: Theme.gapM
            Layout.topMargin: step.index === 0 ? Theme.gapL : 0
            Layout.alignment: Qt.AlignHCenter

            Mark {
                tone: step.done ? "ok" : "wait"
                opacity: step.here || step.done ? 1 : 0.45
            }

            Words {
                text: step.modelData
                color: step.here ? Theme.text : Theme.muted
                font.pixelSize: Theme.lead
                font.weight: step.here ? Font.DemiBold : Font.Normal
                Layout.preferredWidth: Theme.dp(420)
            }

            Words {
                text: step.here && step.index === 0 && page.vm.total > 0 ? qsTr("%1 of %2").arg(page.vm.done).arg(page.vm.total) : ""
                color: Theme.muted
                Layout.preferredWidth: Theme.dp(90)
            }
        }
    }

    ProgressLine {
        value: (page.vm.stepIndex + (page.vm.stepIndex === 0 && page.vm.total > 0 ? page.vm.done / page.vm.total : 0)) / 3 + 0.03
        Layout.preferredWidth: Theme.dp(560)
        Layout.alignment: Qt.AlignHCenter
        Layout.topMargin: Theme.gapM
    }
}
