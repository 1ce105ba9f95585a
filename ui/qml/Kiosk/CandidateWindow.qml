pragma ComponentBehavior: Bound
import QtQuick
import Theme
import ViewModels

// The candidate's window: what is always there, around the screen that the kiosk names.
Window {
    id: window

    required property CandidateViewModel vm
    required property bool windowed

    objectName: "candidate"
    width: 1280
    height: 720
    minimumWidth: 800
    minimumHeight: 450
    title: qsTr("Interview")
    color: Theme.background
    LayoutMirroring.enabled: window.vm.rightToLeft
    LayoutMirroring.childrenInherit: true
    flags: window.windowed ? Qt.Window : Qt.Window | Qt.FramelessWindowHint

    onClosing: close => {
        close.accepted = false;
        if (window.windowed)
            window.vm.close();
    }

    Binding {
        target: Theme
        property: "factor"
        value: Theme.fit(window.width, window.height)
    }

    Header {
        id: header

        vm: window.vm
        anchors {
            left: parent.left
            right: parent.right
            top: parent.top
        }
    }

    LightEdge {
        id: edge

        vm: window.vm.liveness
        shown: window.vm.kind === "liveness"
        anchors {
            left: parent.left
            right: parent.right
            top: header.bottom
            bottom: footer.top
        }
    }

    Pages {
        id: pages

        readonly property int aside: edge.on ? edge.across + Theme.gapL : Theme.gapXl

        vm: window.vm
        anchors {
            left: parent.left
            right: parent.right
            top: header.bottom
            bottom: footer.top
            leftMargin: pages.aside
            rightMargin: pages.aside
            topMargin: edge.on ? edge.down + Theme.gapM : Theme.gapL
            bottomMargin: edge.on ? edge.down + Theme.gapM : Theme.gapM
        }
    }

    Footer {
        id: footer

        vm: window.vm
        onStopAsked: question.open = true
        anchors {
            left: parent.left
            right: parent.right
            bottom: parent.bottom
        }
    }

    StopQuestion {
        id: question

        anchors.fill: parent
        offered: window.vm.stoppable
        onConfirmed: window.vm.stop()
    }

    FlashMark {
        id: flash

        anchors.fill: parent
    }

    Connections {
        function onFlashed() {
            flash.give();
        }

        target: window.vm
    }
}
