import QtQuick
import QtQuick.Layouts
import Controls
import Theme
import ViewModels

// The state of everything, visible even when locked.
Rectangle {
    id: strip

    required property DevicesViewModel vm

    function tone(state: string): string {
        return state === "ok" ? "ok" : state === "dark" || state === "silent" ? "warn" : "bad";
    }

    implicitHeight: Theme.dp(36)
    color: Theme.raised
    border.width: Theme.highContrast ? Theme.line : 0
    border.color: Theme.outline

    RowLayout {
        anchors.fill: parent
        anchors.leftMargin: Theme.gapM
        anchors.rightMargin: Theme.gapM
        spacing: Theme.gapL

        StatusLight {
            label: qsTr("Camera")
            value: strip.vm.cameraText
            tone: strip.tone(strip.vm.camera)
        }

        StatusLight {
            label: qsTr("Room camera")
            value: strip.vm.roomCameraText
            tone: strip.vm.roomCamera === "missing" ? "warn" : strip.tone(strip.vm.roomCamera)
        }

        StatusLight {
            label: qsTr("Microphone")
            value: strip.vm.microphoneText
            tone: strip.tone(strip.vm.microphone)
        }

        StatusLight {
            label: qsTr("Disk")
            value: qsTr("%1 GB free").arg(strip.vm.diskFreeGb.toFixed(strip.vm.diskFreeGb < 10 ? 1 : 0))
            tone: strip.vm.diskLow ? "bad" : "ok"
        }

        StatusLight {
            label: qsTr("Headquarters")
            value: strip.vm.online ? qsTr("Connected") : qsTr("Not connected")
            tone: strip.vm.online ? "ok" : "warn"
        }

        Item {
            Layout.fillWidth: true
        }
    }
}
