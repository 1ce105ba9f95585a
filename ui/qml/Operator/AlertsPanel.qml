pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Layouts
import Controls
import Theme
import ViewModels

// What the live rules noticed; newest last, acknowledged with a note.
Panel {
    id: panel

    required property OperatorViewModel vm

    heading: qsTr("Noticed")
    aside: panel.vm.alertCount > 0 ? String(panel.vm.alertCount) : ""

    Repeater {
        model: panel.vm.unwatched

        delegate: UnwatchedLine {}
    }

    Words {
        visible: panel.vm.alertCount === 0
        text: qsTr("Nothing so far.")
        color: Theme.muted
        font.pixelSize: Theme.plain
        Layout.fillWidth: true
    }

    ListView {
        id: list

        model: panel.vm.alerts
        clip: true
        spacing: Theme.dp(8)
        boundsBehavior: Flickable.StopAtBounds
        Layout.fillWidth: true
        Layout.fillHeight: true

        ScrollHint {
            target: list
        }

        delegate: AlertNote {
            width: list.width - Theme.dp(8)
            pictured: panel.vm.openedAlert === index
            onNoted: (index, note) => panel.vm.noteAlert(index, note)
            onOpened: index => panel.vm.openAlert(index)
        }
    }

    AlertPictures {
        vm: panel.vm
        visible: panel.vm.openedAlert >= 0
        Layout.fillWidth: true
    }
}
