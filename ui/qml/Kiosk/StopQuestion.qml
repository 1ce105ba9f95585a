import QtQuick
import QtQuick.Layouts
import Controls
import Theme

// Asks once before the interview is stopped.
Rectangle {
    id: question

    property bool open: false
    property bool offered: true

    signal confirmed

    visible: question.open
    color: Theme.veil

    onOfferedChanged: {
        if (!question.offered)
            question.open = false;
    }

    MouseArea {
        anchors.fill: parent
        hoverEnabled: true
        preventStealing: true
    }

    Card {
        anchors.centerIn: parent
        width: Theme.dp(640)
        height: column.implicitHeight + 2 * Theme.gapXl

        ColumnLayout {
            id: column

            anchors.fill: parent
            anchors.margins: Theme.gapXl
            spacing: Theme.gapM

            Words {
                text: qsTr("Stop the interview?")
                font.pixelSize: Theme.title
                font.weight: Font.DemiBold
                Layout.fillWidth: true
            }

            Words {
                text: qsTr("You may stop at any time. The interview then ends and cannot be continued. If something is not working, call a member of staff instead.")
                Layout.fillWidth: true
            }

            RowLayout {
                spacing: Theme.gapM
                Layout.topMargin: Theme.gapM
                Layout.alignment: Qt.AlignRight

                BoothButton {
                    objectName: "stopConfirm"
                    text: qsTr("Stop and end")
                    danger: true
                    onClicked: {
                        question.open = false;
                        question.confirmed();
                    }
                }

                BoothButton {
                    objectName: "stopCancel"
                    text: qsTr("Go on with the interview")
                    primary: true
                    onClicked: question.open = false
                }
            }
        }
    }
}
