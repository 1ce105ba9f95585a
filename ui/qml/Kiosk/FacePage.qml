import QtQuick
import QtQuick.Layouts
import Controls
import Theme
import ViewModels

// The face is compared with the portrait on the card.
Page {
    id: page

    required property FaceViewModel vm
    required property PreviewSource preview
    readonly property bool matched: page.vm.state === "matched"
    readonly property bool failed: page.vm.state === "not_matched"

    title: page.vm.person > 0 ? qsTr("A member of staff looks at your card") : qsTr("Please look at the camera")
    readonly property string twoPeople: page.vm.person === 1 ? qsTr("You chose to be identified without face recognition. Two members of staff compare your card with you, one after the other; it takes about as long.") : qsTr("The first member of staff has confirmed. A second one looks now.")

    lead: page.vm.person > 0 && !page.vm.again ? page.twoPeople : page.vm.again ? qsTr("There was a longer interruption. What you have said is saved; before it goes on we make sure that it is you.") : qsTr("Your face is compared with the portrait on your ID card.")

    RowLayout {
        anchors.fill: parent
        spacing: Theme.gapXl

        PreviewPane {
            source: page.preview
            waitingText: qsTr("The camera is starting…")
            Layout.fillHeight: true
            Layout.fillWidth: true

            FaceOutline {
                visible: page.vm.person === 0
                anchors.centerIn: parent
                height: parent.height * 0.82
                done: page.matched
            }
        }

        ColumnLayout {
            spacing: Theme.gapM
            Layout.preferredWidth: Theme.dp(360)
            Layout.fillWidth: false

            Notice {
                visible: !page.vm.waiting
                tone: page.matched ? "ok" : page.failed ? "warn" : "wait"
                text: page.matched ? qsTr("Thank you. Your face matches the card.") : page.failed ? qsTr("The comparison did not succeed. This can be the light, glasses, or an old portrait.") : qsTr("Comparing… please keep looking at the camera.")
                Layout.fillWidth: true
            }

            Words {
                visible: page.failed && !page.vm.waiting
                text: page.vm.triesLeft > 0 ? qsTr("Tries left: %1. After that a member of staff compares it.").arg(page.vm.triesLeft) : qsTr("A member of staff will compare it.")
                color: Theme.muted
                Layout.fillWidth: true
            }

            Notice {
                visible: page.vm.waiting
                tone: "wait"
                text: page.vm.again ? qsTr("A member of staff is comparing your card with you now. There is nothing for you to do; the interview's time stands still.") : qsTr("A member of staff is comparing your card with you now. There is nothing for you to do; the interview's time has not begun.")
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
            objectName: "tryAgain"
            text: qsTr("Try again")
            primary: true
            visible: page.failed && page.vm.triesLeft > 0 && !page.vm.waiting
            onClicked: page.vm.tryAgain()
        },
        BoothButton {
            objectName: "continueButton"
            text: qsTr("Continue")
            primary: true
            visible: page.matched
            onClicked: page.vm.goOn()
        }
    ]
}
