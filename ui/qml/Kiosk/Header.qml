import QtQuick
import QtQuick.Layouts
import Theme
import ViewModels

// Where one is, whether a recording runs, and the language switch.
Rectangle {
    id: header

    required property CandidateViewModel vm

    implicitHeight: Theme.dp(76)
    color: Theme.surface

    RowLayout {
        anchors.fill: parent
        anchors.leftMargin: Theme.gapXl
        anchors.rightMargin: Theme.gapXl
        spacing: Theme.gapL

        StepIndicator {
            current: header.vm.step
            visible: header.vm.step >= 0
        }

        Text {
            visible: header.vm.step < 0
            text: qsTr("Interview booth")
            color: Theme.text
            font.pixelSize: Theme.lead
            font.weight: Font.DemiBold
        }

        Item {
            Layout.fillWidth: true
        }

        RecordingMark {
            recording: header.vm.recording
        }

        LanguageSwitch {
            choices: header.vm.choices
            chosenName: header.vm.languageName
            onChosen: language => header.vm.choose(language)
        }
    }

    Rectangle {
        anchors.left: parent.left
        anchors.right: parent.right
        anchors.bottom: parent.bottom
        height: Theme.line
        color: Theme.outline
    }
}
