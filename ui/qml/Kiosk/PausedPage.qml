import QtQuick
import QtQuick.Layouts
import Controls
import Theme
import ViewModels

// The clock stands.
CentredPage {
    id: page

    required property PausedViewModel vm

    tone: "wait"
    title: qsTr("The interview is paused")
    lead: page.vm.cause

    Notice {
        tone: "ok"
        text: page.vm.creditS > 0 ? qsTr("Your time stands still, nothing said so far is lost, and %1 seconds have been credited to you.").arg(page.vm.creditS) : qsTr("Your time stands still, and nothing said so far is lost.")
        Layout.fillWidth: true
        Layout.topMargin: Theme.gapM
    }

    Words {
        text: qsTr("It goes on by itself, or when a member of staff continues it. There is nothing for you to do.")
        color: Theme.muted
        horizontalAlignment: Text.AlignHCenter
        Layout.fillWidth: true
    }
}
