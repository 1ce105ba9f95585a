import QtQuick
import Theme

// Sound level in dBFS, -60..0, with the peak as a thin line.
Item {
    id: meter

    property real level: -120
    property real peak: -120
    readonly property real share: Math.max(0, Math.min(1, (meter.level + 60) / 60))
    readonly property real peakShare: Math.max(0, Math.min(1, (meter.peak + 60) / 60))

    implicitWidth: Theme.dp(200)
    implicitHeight: Theme.dp(14)

    Rectangle {
        anchors.fill: parent
        radius: height / 2
        color: Theme.raised
        border.width: Theme.highContrast ? Theme.line : 0
        border.color: Theme.outline
    }

    Rectangle {
        anchors.left: parent.left
        width: Math.max(height, meter.share * meter.width)
        height: meter.height
        radius: height / 2
        visible: meter.share > 0
        color: meter.peak > -1 ? Theme.bad : Theme.good
    }

    Rectangle {
        visible: meter.peakShare > 0
        anchors.left: parent.left
        anchors.leftMargin: Math.min(meter.width - width, meter.peakShare * meter.width)
        width: Theme.dp(3)
        height: meter.height
        color: Theme.text
    }
}
