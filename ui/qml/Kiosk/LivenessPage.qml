pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Layouts
import Controls
import Theme
import ViewModels

// Gestures, one after the other.
Page {
    id: page

    required property LivenessViewModel vm
    required property PreviewSource preview
    readonly property bool passed: page.vm.state === "passed"
    readonly property bool failed: page.vm.state === "not_passed"

    title: qsTr("A few movements")
    lead: page.vm.sheds ? qsTr("They show that you are here yourself. Meanwhile the edge of the screen changes its colours.") : qsTr("They show that you are here yourself. Take your time.")

    RowLayout {
        anchors.fill: parent
        spacing: Theme.gapXl

        PreviewPane {
            source: page.preview
            waitingText: qsTr("The camera is starting…")
            Layout.fillHeight: true
            Layout.fillWidth: true

            FaceOutline {
                anchors.centerIn: parent
                height: parent.height * 0.82
                done: page.passed
            }
        }

        ColumnLayout {
            spacing: Theme.gapM
            Layout.preferredWidth: Theme.dp(360)
            Layout.fillWidth: false

            Card {
                visible: !page.passed && !page.failed && !page.vm.waiting
                color: Theme.accentSoft
                Layout.fillWidth: true
                // two lines, so that nothing moves with the words
                Layout.preferredHeight: Math.max(gesture.implicitHeight, Theme.title * 2.8) + 2 * Theme.gapL

                ColumnLayout {
                    id: gesture

                    anchors.fill: parent
                    anchors.margins: Theme.gapL
                    spacing: Theme.gapM

                    Words {
                        text: page.vm.challengeText || qsTr("Please look at the camera…")
                        color: Theme.accent
                        font.pixelSize: page.vm.digits.length > 0 ? Theme.lead : Theme.title
                        font.weight: Font.DemiBold
                        verticalAlignment: Text.AlignVCenter
                        Layout.fillHeight: page.vm.digits.length === 0
                        Layout.fillWidth: true
                    }

                    Words {
                        visible: page.vm.digits.length > 0
                        text: page.vm.digits
                        color: Theme.accent
                        font.pixelSize: Theme.title * 1.6
                        font.weight: Font.DemiBold
                        horizontalAlignment: Text.AlignHCenter
                        Layout.fillWidth: true
                    }
                }
            }

            RowLayout {
                spacing: Theme.dp(8)
                visible: page.vm.total > 0

                Repeater {
                    model: page.vm.total

                    Mark {
                        required property int index

                        tone: index < page.vm.done ? "ok" : "wait"
                        opacity: index <= page.vm.done ? 1 : 0.4
                        Layout.preferredWidth: Theme.dp(30)
                        Layout.preferredHeight: Theme.dp(30)
                    }
                }

                Words {
                    text: qsTr("%1 of %2").arg(page.vm.done).arg(page.vm.total)
                    color: Theme.muted
                    Layout.leftMargin: Theme.dp(6)
                }
            }

            Notice {
                visible: page.passed || page.failed
                tone: page.passed ? "ok" : "warn"
                text: page.passed ? qsTr("Thank you, that is all.") : page.vm.others ? qsTr("Movements were seen that were not asked for. Please do them again, and only the one that is shown.") : qsTr("Not every movement was seen. You can do them again.")
                Layout.fillWidth: true
            }

            Notice {
                visible: page.vm.waiting
                tone: "wait"
                text: qsTr("A member of staff is with you in a moment. There is nothing for you to do; the interview's time has not begun.")
                Layout.fillWidth: true
            }

            Words {
                visible: page.failed && !page.vm.waiting
                text: qsTr("If you cannot do a movement, say so: another one is asked for.")
                color: Theme.muted
                font.pixelSize: Theme.caption
                Layout.fillWidth: true
            }

            Item {
                Layout.fillHeight: true
            }
        }
    }

    actions: [
        Item {
            Layout.fillWidth: true
        },
        BoothButton {
            objectName: "cannotDo"
            text: qsTr("I cannot do this movement")
            visible: !page.passed && !page.failed && !page.vm.waiting
            enabled: page.vm.mayExcuse
            onClicked: page.vm.cannot()
        },
        BoothButton {
            objectName: "tryAgain"
            text: qsTr("Do them again")
            primary: true
            visible: page.failed && !page.vm.waiting
            onClicked: page.vm.tryAgain()
        },
        BoothButton {
            objectName: "continueButton"
            text: qsTr("Continue")
            primary: true
            visible: page.passed
            onClicked: page.vm.goOn()
        }
    ]
}
