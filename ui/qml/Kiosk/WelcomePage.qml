import QtQuick
import QtQuick.Layouts
import Controls
import Theme
import ViewModels

// Nobody sits here yet.
CentredPage {
    id: page

    required property WelcomeViewModel vm

    title: qsTr("Welcome")
    lead: page.vm.branch

    Notice {
        text: qsTr("Please wait here. A member of staff starts your interview from their own screen in a moment.")
        Layout.fillWidth: true
        Layout.topMargin: Theme.gapL
    }

    Words {
        text: qsTr("Nothing is recorded before you have agreed to it.")
        color: Theme.muted
        horizontalAlignment: Text.AlignHCenter
        Layout.fillWidth: true
    }
}
