pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Layouts
import Controls
import Theme
import ViewModels

// After an interruption: what was saved, and what comes next when the candidate is ready.
CentredPage {
    id: page

    required property WelcomeBackViewModel vm
    readonly property string next: page.vm.total === 0 ? qsTr("The practice question comes again.") : page.vm.number === 0 ? qsTr("All questions are answered; the interview comes to its end.") : qsTr("Question %1 of %2 comes next, with its whole time.").arg(page.vm.number).arg(page.vm.total)
    readonly property list<string> told: [page.vm.total > 0 ? qsTr("Complete answers, stored safely: %1").arg(page.vm.saved) : "", page.vm.cutS > 0 ? qsTr("The interrupted answer is kept too (%1 s); the question comes again.").arg(page.vm.cutS) : "", page.next, qsTr("The interruption (%1 min) is credited to you.").arg(page.vm.away)]

    tone: "ok"
    title: qsTr("Your answers are saved")
    lead: page.vm.cause

    Repeater {
        model: page.told.filter(line => line !== "")

        RowLayout {
            id: line

            required property string modelData

            spacing: Theme.gapM
            Layout.fillWidth: true

            Mark {
                tone: "ok"
                Layout.alignment: Qt.AlignTop
            }

            Words {
                text: line.modelData
                font.pixelSize: Theme.lead
                Layout.fillWidth: true
            }
        }
    }

    BoothButton {
        objectName: "continueButton"
        text: page.vm.opening ? qsTr("Camera and microphone are starting…") : qsTr("I am ready, go on")
        enabled: !page.vm.opening
        primary: true
        Layout.alignment: Qt.AlignHCenter
        Layout.topMargin: Theme.gapL
        onClicked: page.vm.goOn()
    }
}
