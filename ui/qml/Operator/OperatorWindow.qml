pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Layouts
import Theme
import ViewModels

// The operator's window: a PIN pad, or everything at a glance. The lights are always there.
Window {
    id: window

    required property OperatorViewModel vm
    required property bool windowed
    // one screen only: this window lies over the candidate's and can be put away
    property bool dismissable: false

    objectName: "operator"
    width: 1280
    height: 720
    minimumWidth: 800
    minimumHeight: 450
    title: qsTr("Interview booth: operator")
    color: Theme.background
    flags: window.windowed ? Qt.Window : Qt.Window | Qt.FramelessWindowHint

    onClosing: close => {
        close.accepted = false;
        if (window.windowed || !window.vm.locked)
            window.vm.close();
    }

    Binding {
        target: Theme
        property: "factor"
        value: Theme.fit(window.width, window.height)
    }

    ColumnLayout {
        anchors.fill: parent
        spacing: 0

        TopBar {
            vm: window.vm
            dismissable: window.dismissable
            onDismissed: window.hide()
            Layout.fillWidth: true
        }

        StatusStrip {
            vm: window.vm.devices
            Layout.fillWidth: true
        }

        HelpBanner {
            visible: window.vm.helpAsked
            onAnswered: window.vm.answerHelp()
            answerable: !window.vm.locked
            Layout.fillWidth: true
        }

        Loader {
            Layout.fillWidth: true
            Layout.fillHeight: true
            sourceComponent: window.vm.locked ? lock : desk
        }
    }

    Component {
        id: lock

        LockPage {
            vm: window.vm
        }
    }

    Component {
        id: desk

        Desk {
            vm: window.vm
            onScreen: window.visible
        }
    }
}
