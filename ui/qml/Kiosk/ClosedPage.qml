import QtQuick
import QtQuick.Layouts
import Controls
import Theme
import ViewModels

// The interview ended without being held.
CentredPage {
    id: page

    required property ClosedViewModel vm

    tone: "info"
    title: qsTr("The interview has ended")
    lead: page.vm.cause === "declined" ? qsTr("You did not agree, so nothing was recorded.") : page.vm.cause === "withdrawn" ? qsTr("You stopped the interview. Nothing more is recorded, and nothing will be analysed.") : qsTr("The interview could not be held. A member of staff explains why and what you can do.")

    Words {
        text: qsTr("Please turn to a member of staff if you have questions.")
        color: Theme.muted
        horizontalAlignment: Text.AlignHCenter
        Layout.fillWidth: true
    }

    BoothButton {
        objectName: "continueButton"
        text: qsTr("Close")
        primary: true
        Layout.preferredWidth: Theme.dp(260)
        Layout.alignment: Qt.AlignHCenter
        Layout.topMargin: Theme.gapL
        onClicked: page.vm.finish()
    }
}
