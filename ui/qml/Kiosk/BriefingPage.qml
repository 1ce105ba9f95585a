pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Layouts
import Controls
import Theme
import ViewModels

// What comes next.
CentredPage {
    id: page

    required property BriefingViewModel vm
    readonly property list<string> practice: [qsTr("It shows you how a question, the preparation and the answer work."), qsTr("It is neither scored nor shown to anybody."), qsTr("The clock in the ring shows how much time is left.")]
    readonly property list<string> interview: [qsTr("Number of questions: %1").arg(page.vm.questions), qsTr("For each there is time to prepare, then time to answer. You may begin and finish earlier."), qsTr("Your answers are recorded and saved while you speak. A fault of the system never costs you time.")]

    title: page.vm.practice ? qsTr("First a practice question") : qsTr("Now the interview begins")

    Repeater {
        model: page.vm.practice ? page.practice : page.interview

        RowLayout {
            id: line

            required property string modelData

            spacing: Theme.gapM
            Layout.fillWidth: true

            Mark {
                tone: "info"
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
        text: page.vm.practice ? qsTr("Show the practice question") : qsTr("Begin the interview")
        primary: true
        Layout.alignment: Qt.AlignHCenter
        Layout.topMargin: Theme.gapL
        onClicked: page.vm.goOn()
    }
}
