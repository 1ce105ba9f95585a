import QtQuick
import QtQuick.Layouts
import Controls
import Theme

// The candidate calls.
Rectangle {
    id: banner

    property bool answerable: true

    signal answered

    implicitHeight: Theme.dp(50)
    color: Theme.warnSoft
    border.width: Theme.highContrast ? Theme.line : 0
    border.color: Theme.outline

    RowLayout {
        anchors.fill: parent
        anchors.leftMargin: Theme.gapM
        anchors.rightMargin: Theme.gapM
        spacing: Theme.dp(10)

        Mark {
            tone: "warn"
            Layout.preferredWidth: Theme.dp(20)
            Layout.preferredHeight: Theme.dp(20)
        }

        Text {
            text: qsTr("The candidate is calling for help.")
            color: Theme.text
            font.pixelSize: Theme.heading
            font.weight: Font.DemiBold
            Layout.fillWidth: true
        }

        BoothButton {
            objectName: "answerHelp"
            text: qsTr("I am there")
            dense: true
            primary: true
            visible: banner.answerable
            onClicked: banner.answered()
        }
    }
}
