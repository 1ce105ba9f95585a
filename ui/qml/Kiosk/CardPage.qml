pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Layouts
import Controls
import Theme
import ViewModels

// Hold this side of the ID card, or another document, before the camera; then look over what was
// read.
Page {
    id: page

    required property CardViewModel vm
    required property PreviewSource preview
    property bool choosing: false
    readonly property bool mayChoose: page.vm.mayChoose
    readonly property string zoneLead: page.vm.zoneLines === 2 ? qsTr("Open the page with your portrait and hold it so that the two lines with <<< can be read.") : qsTr("Hold the side with the three lines of <<< so that it fills the outline.")

    title: page.vm.again ? (page.vm.zoneLines > 0 ? qsTr("Your document once more, please: %1").arg(page.vm.documentText) : qsTr("Your ID card once more, please")) : page.choosing ? qsTr("Which document do you have?") : page.vm.zoneLines > 0 && !page.vm.read ? page.vm.documentText : page.vm.read ? qsTr("Is this correct?") : page.vm.front ? qsTr("ID card: the side with your portrait") : qsTr("ID card: the side with the emblem")
    lead: page.vm.again ? qsTr("There was a longer interruption. What you have said is saved; before it goes on we make sure that it is you.") : page.vm.read ? (page.vm.zoneLines > 0 ? qsTr("Compare it with your document.") : qsTr("Compare it with your card.")) : page.choosing ? qsTr("Is yours not among them? A member of staff can help.") : page.vm.zoneLines > 0 ? page.zoneLead : qsTr("Hold the card so that it fills the outline.")

    onMayChooseChanged: page.choosing = false

    RowLayout {
        anchors.fill: parent
        spacing: Theme.gapXl

        PreviewPane {
            source: page.preview
            // a card must be readable: not mirrored
            mirrored: false
            // what lies beyond an edge cannot be put right by who does not see it
            whole: true
            waitingText: qsTr("The camera is starting…")
            outline: page.vm.outline
            outlineGood: page.vm.outlineGood
            Layout.fillHeight: true
            Layout.fillWidth: true

            CardOutline {
                anchors.centerIn: parent
                height: parent.height * 0.78
                faint: page.vm.outline.length > 0
                front: page.vm.front
                steady: page.vm.steady || page.vm.outlineGood || page.vm.read
                zoneLines: page.vm.zoneLines
            }
        }

        ColumnLayout {
            spacing: Theme.dp(10)
            Layout.preferredWidth: page.vm.read || page.choosing ? Theme.dp(520) : Theme.dp(360)
            Layout.fillWidth: false

            Repeater {
                model: page.vm.documents

                BoothButton {
                    id: other

                    required property string code
                    required text

                    objectName: "document_" + other.code
                    visible: page.choosing
                    Layout.fillWidth: true
                    onClicked: {
                        page.choosing = false;
                        page.vm.choose(other.code);
                    }
                }
            }

            Notice {
                visible: !page.vm.read && !page.vm.waiting && !page.choosing
                tone: page.vm.steady ? "ok" : "info"
                text: page.vm.hint || (page.vm.zoneLines > 0 ? qsTr("Looking for the document…") : qsTr("Looking for the card…"))
                Layout.fillWidth: true
            }

            Words {
                visible: !page.vm.read && !page.vm.waiting && !page.choosing
                text: qsTr("It is read by itself; you need not press anything.")
                color: Theme.muted
                font.pixelSize: Theme.caption
                Layout.fillWidth: true
            }

            Repeater {
                model: page.vm.fields

                Field {
                    required label
                    required value

                    visible: !page.vm.waiting
                    Layout.fillWidth: true
                }
            }

            Repeater {
                model: page.vm.problems

                Notice {
                    required text

                    tone: "warn"
                    dense: true
                    Layout.fillWidth: true
                }
            }

            Notice {
                visible: page.vm.waiting
                tone: "wait"
                text: page.vm.again ? qsTr("A member of staff is looking at your document now. There is nothing for you to do; the interview's time stands still.") : qsTr("A member of staff is looking at your document now. There is nothing for you to do; the interview's time has not begun.")
                Layout.fillWidth: true
            }

            Item {
                Layout.fillHeight: true
            }
        }
    }

    actions: [
        BoothButton {
            objectName: "otherDocument"
            text: page.choosing ? qsTr("Back") : qsTr("I have another document")
            visible: page.vm.mayChoose
            onClicked: page.choosing = !page.choosing
        },
        Item {
            Layout.fillWidth: true
        },
        BoothButton {
            objectName: "tryAgain"
            text: qsTr("Read it again")
            visible: page.vm.read || page.vm.problemCount > 0 || page.vm.waiting
            onClicked: page.vm.readAgain()
        },
        BoothButton {
            objectName: "continueButton"
            text: qsTr("Yes, this is correct")
            primary: true
            visible: page.vm.read && !page.vm.waiting && !page.vm.again
            onClicked: page.vm.goOn()
        }
    ]
}
