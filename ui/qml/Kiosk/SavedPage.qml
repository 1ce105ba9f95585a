import QtQuick
import QtQuick.Layouts
import Controls
import Theme
import ViewModels

// An answer is safe.
CentredPage {
    id: page

    required property SavedViewModel vm
    readonly property bool last: !page.vm.practice && page.vm.number >= page.vm.total

    tone: "ok"
    title: page.vm.practice ? qsTr("That was the practice") : qsTr("Your answer is saved")
    lead: page.vm.practice ? qsTr("Now you know how it works.") : qsTr("Answer %1 of %2 is stored safely in the booth.").arg(page.vm.number).arg(page.vm.total)

    BoothButton {
        objectName: "continueButton"
        text: page.vm.practice || page.last ? qsTr("Continue") : qsTr("Next question")
        primary: true
        Layout.preferredWidth: Theme.dp(260)
        Layout.alignment: Qt.AlignHCenter
        Layout.topMargin: Theme.gapL
        onClicked: page.vm.goOn()
    }

    Words {
        text: qsTr("It goes on by itself in %1 s.").arg(page.vm.nextInS)
        visible: page.vm.nextInS > 0
        color: Theme.muted
        horizontalAlignment: Text.AlignHCenter
        Layout.fillWidth: true
    }
}
