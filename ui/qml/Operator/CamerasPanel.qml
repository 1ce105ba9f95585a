import QtQuick
import QtQuick.Layouts
import Controls
import Theme
import ViewModels

// Both cameras and the sound level.
Panel {
    id: panel

    required property DevicesViewModel vm
    property bool onScreen: true

    heading: qsTr("Picture and sound")
    aside: qsTr("%1 frames/s").arg(panel.vm.fps.toFixed(1))

    RowLayout {
        spacing: Theme.dp(10)
        Layout.fillWidth: true

        PreviewPane {
            source: panel.vm.candidatePreview
            shown: panel.onScreen
            mirrored: false
            waitingText: qsTr("Candidate's camera: no picture")
            Layout.fillWidth: true
            Layout.preferredWidth: 1
            Layout.preferredHeight: width * 9 / 16
        }

        PreviewPane {
            source: panel.vm.roomPreview
            shown: panel.onScreen
            mirrored: false
            waitingText: qsTr("Room camera: no picture")
            Layout.fillWidth: true
            Layout.preferredWidth: 1
            Layout.preferredHeight: width * 9 / 16
        }
    }

    RowLayout {
        spacing: Theme.dp(10)
        Layout.fillWidth: true

        LevelMeter {
            level: panel.vm.levelDb
            peak: panel.vm.peakDb
            Layout.fillWidth: true
        }

        Text {
            text: panel.vm.peakDb <= -119 ? qsTr("no sound") : qsTr("peak %1 dB").arg(panel.vm.peakDb.toFixed(0))
            color: Theme.muted
            font.pixelSize: Theme.small
            horizontalAlignment: Text.AlignRight
            Layout.minimumWidth: Theme.dp(84)
        }
    }
}
