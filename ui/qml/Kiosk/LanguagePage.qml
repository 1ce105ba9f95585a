pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Layouts
import Controls
import Theme
import ViewModels

// Choose a language and begin. Where the screens' language is not one to be interviewed in, the
// language of the answers is chosen below.
CentredPage {
    id: page

    required property LanguageViewModel vm
    required property RowsModel choices

    signal chosen(string language)

    title: qsTr("In which language shall we speak?")
    lead: qsTr("You can change it at any time, at the top.")

    component Choice: BoothButton {
        required property string tag
        required property string ownName
        required property bool chosen

        text: ownName
        primary: chosen
        Layout.fillWidth: true
        Layout.preferredWidth: 1
    }

    GridLayout {
        columns: all.count <= 3 ? Math.max(1, all.count) : all.count <= 8 ? 4 : 5
        columnSpacing: all.count <= 3 ? Theme.gapL : Theme.gapS
        rowSpacing: Theme.gapS
        Layout.fillWidth: true
        Layout.topMargin: Theme.gapL

        Repeater {
            id: all

            model: page.choices

            Choice {
                objectName: "choose_" + tag
                implicitHeight: all.count <= 3 ? Theme.dp(112) : all.count <= 8 ? Theme.dp(84) : Theme.dp(56)
                font.pixelSize: all.count <= 3 ? Theme.title : all.count <= 8 ? Theme.lead : Theme.body
                leftPadding: Theme.dp(8)
                onClicked: page.chosen(tag)
            }
        }
    }

    Words {
        visible: spoken.count > 0
        text: qsTr("The questions are asked, and you answer, in:")
        horizontalAlignment: Text.AlignHCenter
        Layout.fillWidth: true
        Layout.topMargin: Theme.gapM
    }

    RowLayout {
        visible: spoken.count > 0
        spacing: Theme.gapM
        Layout.alignment: Qt.AlignHCenter

        Repeater {
            id: spoken

            model: page.vm.spoken

            Choice {
                objectName: "speak_" + tag
                Layout.preferredWidth: Theme.dp(200)
                onClicked: page.vm.speak(tag)
            }
        }
    }

    BoothButton {
        objectName: "continueButton"
        text: qsTr("Begin")
        primary: true
        Layout.preferredWidth: Theme.dp(260)
        Layout.alignment: Qt.AlignHCenter
        Layout.topMargin: Theme.gapL
        onClicked: page.vm.goOn()
    }
}
