import QtQuick
import QtQuick.Layouts
import Controls
import Theme
import ViewModels

// A question with its countdown.
Item {
    id: page

    required property QuestionViewModel vm
    required property PreviewSource preview

    RowLayout {
        anchors.fill: parent
        spacing: Theme.gapXl

        ColumnLayout {
            spacing: Theme.gapM
            Layout.fillWidth: true
            Layout.fillHeight: true

            Words {
                text: page.vm.practice ? qsTr("Practice question") : qsTr("Question %1 of %2").arg(page.vm.number).arg(page.vm.total)
                color: Theme.accent
                font.pixelSize: Theme.lead
                font.weight: Font.DemiBold
                Layout.fillWidth: true
            }

            Words {
                objectName: "questionText"
                text: page.vm.text
                font.pixelSize: Theme.question
                minimumPixelSize: Theme.body
                fontSizeMode: Text.Fit
                lineHeight: 1
                Layout.fillWidth: true
                Layout.fillHeight: true
            }

            Words {
                objectName: "questionTranslation"
                visible: text.length > 0
                text: page.vm.translation
                color: Theme.muted
                font.pixelSize: Theme.lead
                Layout.fillWidth: true
            }

            Notice {
                visible: page.vm.resumed
                text: page.vm.creditS > 0 ? qsTr("There was an interruption. What you said before is kept, and %1 seconds have been credited to you.").arg(page.vm.creditS) : qsTr("There was an interruption. What you said before is kept.")
                Layout.fillWidth: true
            }

            Notice {
                visible: page.vm.practice
                text: qsTr("Only for practice: this answer is neither scored nor shown to anybody.")
                Layout.fillWidth: true
            }

            RowLayout {
                spacing: Theme.gapM
                Layout.fillWidth: true

                Words {
                    text: page.vm.answering ? (page.vm.mayFinish ? qsTr("Speak freely. When you have said everything, finish the answer.") : qsTr("Speak freely. You can finish the answer in a moment.")) : qsTr("Gather your thoughts. The answer begins by itself when the time is up.")
                    color: Theme.muted
                    Layout.fillWidth: true
                }

                BoothButton {
                    objectName: "continueButton"
                    text: page.vm.answering ? qsTr("Finish the answer") : qsTr("Answer now")
                    primary: true
                    enabled: page.vm.mayFinish
                    onClicked: page.vm.goOn()
                }
            }
        }

        ColumnLayout {
            spacing: Theme.gapL
            Layout.fillWidth: false
            Layout.preferredWidth: Theme.dp(300)
            Layout.fillHeight: true

            Countdown {
                remaining: page.vm.remainingS
                total: page.vm.phaseS
                caption: page.vm.answering ? qsTr("left to answer") : qsTr("left to prepare")
                Layout.alignment: Qt.AlignHCenter
            }

            PreviewPane {
                source: page.preview
                waitingText: qsTr("No picture")
                Layout.fillWidth: true
                Layout.preferredHeight: width * 9 / 16
            }

            Item {
                Layout.fillHeight: true
            }
        }
    }
}
